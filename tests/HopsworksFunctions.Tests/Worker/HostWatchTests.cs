using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HopsworksFunctions.Tests.Worker;

public class HostWatchTests
{
    [Fact]
    public async Task Stops_the_worker_at_the_first_look_after_the_parent_has_changed()
    {
        var parent = 41;
        var looks = 0;
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new FakeTimeProvider();
        var application = new Mock<IHostApplicationLifetime>();
        using var watch = new HostWatch(new ParentProcess(Look), time, application.Object, NullLogger<HostWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        parent = 1;
        application.Verify(lifetime => lifetime.StopApplication(), Times.Never);
        time.Advance(HostWatch.Interval);
        await watch.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        application.Verify(lifetime => lifetime.StopApplication(), Times.Once);

        int Look()
        {
            // The first is for the parent's id at the start.
            if (++looks == 2)
                watching.SetResult();
            return parent;
        }
    }
}

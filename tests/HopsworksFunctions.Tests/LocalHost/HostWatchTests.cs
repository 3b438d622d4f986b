using System.Reflection;
using HopsworksFunctions.Tests.Infra;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>How soon the app notices that its host is gone: it must cancel its work within a second.</summary>
public sealed class HostWatchTests
{
    private static readonly Assembly App = Assembly.LoadFrom(Path.Combine(Bicep.Metadata("FunctionApp"), "HopsworksFunctions.dll"));

    [Fact]
    public async Task Stops_the_app_within_half_a_second_after_the_parent_has_changed()
    {
        var parent = 41;
        var looks = 0;
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new FakeTimeProvider();
        var application = new Mock<IHostApplicationLifetime>();
        using var watch = Watch(Look, time, application.Object);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        parent = 1;
        application.Verify(lifetime => lifetime.StopApplication(), Times.Never);
        time.Advance(TimeSpan.FromSeconds(0.5));

        await watch.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        application.Verify(lifetime => lifetime.StopApplication(), Times.Once);

        int Look()
        {
            // The first call reads the parent's ID at the start.
            if (++looks == 2)
                watching.SetResult();
            return parent;
        }
    }

    private static BackgroundService Watch(Func<int> parent, TimeProvider time, IHostApplicationLifetime application)
    {
        var type = App.GetType("HopsworksFunctions.Hosting.HostWatch", throwOnError: true)!;
        var logger = typeof(NullLogger<>).MakeGenericType(type).GetField("Instance")!.GetValue(null);
        var process = Activator.CreateInstance(App.GetType("HopsworksFunctions.Hosting.ParentProcess", throwOnError: true)!, parent);
        return (BackgroundService)Activator.CreateInstance(type, process, time, application, logger)!;
    }
}

using System.Collections.Concurrent;

namespace HopsworksFunctions.Hosting;

/// <summary>The running invocations. A stopping app lets them record how they ended; nothing else waits for timers.</summary>
internal sealed class RunningInvocations : IHostedService
{
    private readonly ConcurrentDictionary<string, Task> _running = new();

    /// <param name="id">The invocation's ID.</param>
    public async Task RunAsync(string id, Func<Task> invocation)
    {
        var running = invocation();
        _running[id] = running;
        try
        {
            await running;
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

using System.Net.Sockets;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>One life of the worker: its process, what is said with it, and the socket at which it takes HTTP requests.</summary>
internal sealed class WorkerInstance(string id, WorkerProcess process, WorkerChannel channel, string socket) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListenTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    public string Id => id;

    public WorkerProcess Process => process;

    public WorkerChannel Channel => channel;

    /// <summary>Sends requests to the worker, wherever they are addressed.</summary>
    public HttpMessageInvoker Http { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken),
    });

    /// <summary>Whether the host ended it because an invocation outlived <c>functionTimeout</c>.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Asks the process to end, and kills it when it has not within the grace period.</summary>
    public Task StopAsync()
    {
        channel.Terminate(Grace);
        return EndAsync(Grace);
    }

    /// <summary>Waits for the end of the process, and kills it when that takes too long.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        await ((Task)process.Exited).WaitAsync(grace, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Kill();
        await process.Exited;
    }

    public Task StopForTimeoutAsync()
    {
        TimedOut = true;
        return StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Http.Dispose();
    }

    /// <summary>The worker reports itself over gRPC before it listens, so a refusal is tried again for a while.</summary>
    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(started) < ListenTimeout)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
            await Task.Delay(RetryInterval, TimeProvider.System, cancellationToken);
        }
    }
}

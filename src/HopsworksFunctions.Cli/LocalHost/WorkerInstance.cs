using System.Net.Sockets;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A running worker: its process, its gRPC channel and its HTTP socket.</summary>
internal sealed class WorkerInstance(string id, WorkerProcess process, WorkerChannel channel, string socket) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListenTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    public string Id => id;

    public WorkerProcess Process => process;

    public WorkerChannel Channel => channel;

    /// <summary>Sends requests to the worker, regardless of their address.</summary>
    public HttpMessageInvoker Http { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = (_, cancellationToken) => ConnectAsync(socket, cancellationToken),
    });

    /// <summary>Whether the host ended the worker because an invocation exceeded <c>functionTimeout</c>.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Asks the process to end, and kills it after the grace period.</summary>
    public Task StopAsync()
    {
        channel.Terminate(Grace);
        return EndAsync(Grace);
    }

    /// <summary>Waits for the process to end, and kills it after the grace period.</summary>
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

    /// <summary>Connects to the worker, with retries, because it reports over gRPC before it listens.</summary>
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

using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Runs timer functions in the worker and logs the results.</summary>
internal sealed partial class TimerInvoker(WorkerSupervisor supervisor, LocalHostOptions options)
{
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger("Timer");

    /// <exception cref="InvocationFailedException">The invocation failed; it is in the log already.</exception>
    public async Task InvokeAsync(TimerInvocation invocation, CancellationToken cancellationToken)
    {
        var time = options.TimeProvider;
        var started = time.GetTimestamp();
        try
        {
            var request = invocation.Request(options.NewInvocationId(), time.GetUtcNow());
            await supervisor.InvokeAsync(
                (worker, token) => worker.Channel.InvokeAsync(invocation.Function, request, token), cancellationToken);
            Log.Ran(_logger, invocation.Function, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (InvocationFailedException e)
        {
            Log.Failed(_logger, invocation.Function, e.Message);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Function} ran in {Milliseconds:0} ms")]
        public static partial void Ran(ILogger logger, string function, double milliseconds);

        [LoggerMessage(LogLevel.Error, "{Function} failed: {Why}")]
        public static partial void Failed(ILogger logger, string function, string why);
    }
}

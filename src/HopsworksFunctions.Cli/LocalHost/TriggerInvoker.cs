using HopsworksFunctions.Cli.LocalHost.Protocol;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>An invoker that runs timer and queue functions in the worker and logs the results.</summary>
/// <param name="category">The category of the log.</param>
internal sealed partial class TriggerInvoker(WorkerSupervisor supervisor, LocalHostOptions options, string category)
{
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger(category);

    /// <param name="request">Creates the request from its ID and the time.</param>
    /// <exception cref="InvocationFailedException">The invocation failed, and the failure is logged.</exception>
    public async Task InvokeAsync(
        string function, Func<string, DateTimeOffset, InvocationRequest> request, CancellationToken cancellationToken)
    {
        var time = options.TimeProvider;
        var started = time.GetTimestamp();
        try
        {
            var asked = request(options.NewInvocationId(), time.GetUtcNow());
            await supervisor.InvokeAsync((worker, token) => worker.Channel.InvokeAsync(function, asked, token), cancellationToken);
            Log.Ran(_logger, function, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (InvocationFailedException e)
        {
            Log.Failed(_logger, function, e.Message);
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

using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Functions;

/// <summary>Runs of single accounts, which the timer requests through a queue.</summary>
public sealed partial class AccountFunctions(AccountRun run, ILogger<AccountFunctions> logger)
{
    [Function("ReconcileAccount")]
    public Task OnMessageAsync(
        [QueueTrigger(AccountQueue.Name, Connection = "State")] string message,
        FunctionContext context, CancellationToken cancellationToken)
    {
        if (AccountMessage.TryParse(message, out var order, out var problem))
            return run.RunAsync(order, context.InvocationId, cancellationToken);
        // An exception would only fill the poison queue, and the next tick requests the run again anyway.
        Log.Dropped(logger, AccountQueue.Name, problem);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Dropped a message of the queue '{Queue}' that orders no run of an account: {Problem}")]
        public static partial void Dropped(ILogger logger, string queue, string problem);
    }
}

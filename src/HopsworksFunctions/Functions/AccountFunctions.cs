using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Functions;

/// <summary>Runs of single accounts, which a timer's run orders over a queue.</summary>
public sealed partial class AccountFunctions(ILogger<AccountFunctions> logger)
{
    [Function("ReconcileAccount")]
    public Task OnMessageAsync(
        [QueueTrigger(AccountQueue.Name, Connection = "State")] string message, FunctionContext context,
        CancellationToken cancellationToken)
    {
        // To throw would only fill the poison queue: the next tick orders the run anew.
        if (!AccountMessage.TryParse(message, out _, out var problem))
            Log.Dropped(logger, AccountQueue.Name, problem);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Dropped a message of the queue '{Queue}' that orders no run of an account: {Problem}")]
        public static partial void Dropped(ILogger logger, string queue, string problem);
    }
}

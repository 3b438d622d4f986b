using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>Runs of all accounts on a timer: a single account runs here, several run through <see cref="AccountTick"/>.</summary>
public sealed class TimerFunctions(AccountSettings settings, IServiceProvider services)
{
    [Function("Reconcile")]
    public async Task OnTimerAsync(
        [TimerTrigger("%ReconcileSchedule%")] TimerInfo timer, FunctionContext context, CancellationToken cancellationToken)
    {
        var request = new RunRequest(context.InvocationId, timer.IsPastDue ? "late timer" : "timer");
        var problem = settings.AreSeveral
            ? await services.GetRequiredService<AccountTick>().RunAsync(request, cancellationToken)
            : await RunAsync(request, cancellationToken);
        // The host counts failed invocations, and alerts use that count.
        if (problem is not null)
            throw new RunFailedException(problem);
    }

    private async Task<string?> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var report = await services.GetRequiredService<RunStarter>().RunAsync(request, cancellationToken);
        return report.Outcome == RunOutcome.Failed ? report.Error ?? "the run failed" : null;
    }
}

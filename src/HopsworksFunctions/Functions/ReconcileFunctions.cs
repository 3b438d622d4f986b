using System.Globalization;
using HopsworksFunctions.Core.Reconciliation;
using Microsoft.Azure.Functions.Worker;

namespace HopsworksFunctions.Functions;

/// <summary>Runs over the account, on the timer and on request.</summary>
public sealed class ReconcileFunctions(RunGate runs)
{
    [Function("Reconcile")]
    public async Task OnTimerAsync([TimerTrigger("%ReconcileSchedule%")] TimerInfo timer, FunctionContext context, CancellationToken cancellationToken)
    {
        var report = await runs.RunAsync(new(context.InvocationId, timer.IsPastDue ? "late timer" : "timer"), cancellationToken);
        // The host counts failed invocations, and alerts are made of them.
        if (report.Outcome == RunOutcome.Failed)
            throw new RunFailedException(report.Error ?? "the run failed");
    }

    /// <summary><c>POST reconcile?dryRun=true|false&amp;allowStops=N</c>: a run now, or with <c>dryRun</c> what it would do.</summary>
    [Function("ReconcileNow")]
    public async Task<IResult> OnRequestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "reconcile")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken)
    {
        if (!TryRead(request.Query["dryRun"], bool.TryParse, out var dryRun))
            return Problems.BadQuery("dryRun", "true or false");
        if (!TryRead(request.Query["allowStops"], TryParseCount, out var allowStops))
            return Problems.BadQuery("allowStops", "a whole number from 0 to 100000");
        var report = await runs.RunAsync(new(context.InvocationId, "HTTP", dryRun ?? false, allowStops), cancellationToken);
        return RunAnswer.From(report);
    }

    private delegate bool TryParse<T>(string? text, out T value);

    private static bool TryRead<T>(string? text, TryParse<T> parse, out T? value)
        where T : struct
    {
        value = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!parse(text, out var parsed))
            return false;
        value = parsed;
        return true;
    }

    private static bool TryParseCount(string? text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= 100_000;
}

/// <summary>A run that failed as a whole; the message says why and what to do.</summary>
public sealed class RunFailedException(string message) : Exception(message);

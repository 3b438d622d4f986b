using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// A run's report in the making. What it holds stays true wherever the run ends: notices that were stored and actions that were sent are
/// reported.
/// </summary>
internal sealed class RunProgress(RunRequest request, string account, Instant now)
{
    public RunRequest Request => request;

    public RunReport Report { get; set; } = new()
    {
        Id = request.Id,
        Account = account,
        Trigger = request.Trigger,
        StartedAt = now,
        LookOnly = request.Mode == RunMode.Plan,
        Outcome = RunOutcome.Ok,
    };

    /// <summary>Null before it is loaded, and for a plan.</summary>
    public AccountState? State { get; set; }

    /// <summary>What lasts is told of again.</summary>
    public bool IsFirstOfHour { get; set; }

    /// <summary>All actions are over, so that only the bookkeeping is left.</summary>
    public bool HasActed { get; set; }

    /// <summary>Null until the run is to be stored.</summary>
    public Instant? FinishedAt { get; set; }

    /// <summary>The report is complete, and in the log.</summary>
    public bool IsFinished { get; set; }

    /// <summary>The run can go no further.</summary>
    public void End(string error) => Report = Report with { Outcome = RunOutcome.Failed, Error = error };

    /// <summary>Something around the run failed. Actions that are over are not undone by that: the run is then no failure.</summary>
    public void Fail(string error)
    {
        if (!HasActed)
            End(error);
        else
            Report = Report with
            {
                Outcome = Report.Outcome == RunOutcome.Failed ? RunOutcome.Failed : RunOutcome.Partial,
                Error = $"{(Report.Error is { } earlier ? $"{earlier}; " : "")}the actions are over, but not all about the run "
                    + $"could be stored: {error}",
            };
    }
}

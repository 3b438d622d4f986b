using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The report of a run in progress. It is correct wherever the run ends, and includes all stored notices and sent actions.
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

    /// <summary>The state; null until it is loaded, and in a plan.</summary>
    public AccountState? State { get; set; }

    /// <summary>Whether open incidents are logged again.</summary>
    public bool IsFirstOfHour { get; set; }

    /// <summary>Whether all actions are finished and only bookkeeping is left.</summary>
    public bool HasActed { get; set; }

    /// <summary>The end of the run; null until the run is about to be stored.</summary>
    public Instant? FinishedAt { get; set; }

    /// <summary>Whether the report is complete and logged.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Ends the run as failed.</summary>
    public void End(string error) => Report = Report with { Outcome = RunOutcome.Failed, Error = error };

    /// <summary>Ends the run as failed, because Hopsworks.ai failed.</summary>
    public void End(ApiFailure failure)
    {
        End(failure.Message);
        Report = Report with { Failure = failure.Kind };
    }

    /// <summary>Records a failure around the run. If the actions are finished, the run is partial, not failed.</summary>
    public void Fail(string error)
    {
        if (!HasActed)
            End(error);
        else
            Report = Report with
            {
                Outcome = Report.Outcome == RunOutcome.Failed ? RunOutcome.Failed : RunOutcome.Partial,
                Error = $"{(Report.Error is { } earlier ? $"{earlier}; " : "")}all actions are done, but part of the run's record "
                    + $"could not be stored: {error}",
            };
    }
}

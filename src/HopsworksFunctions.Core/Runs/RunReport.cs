using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>Who asks for a run, and what it may do.</summary>
/// <param name="AllowStops">Lets the stops go ahead that the stop limit blocks in this run, where they are at most so many.</param>
public sealed record RunRequest(string Id, string Trigger, RunMode Mode = RunMode.Act, int? AllowStops = null)
{
    /// <summary>Whether the activity of clusters is measured; without it, what the last run measured counts.</summary>
    public bool Measure { get; init; } = true;
    /// <summary>
    /// When the next run of the timer begins, whatever started this one: what it will be too late for falls to this one.
    /// Null where nobody knows.
    /// </summary>
    public Instant? NextRun { get; init; }
    /// <summary>The person whose wish this is, or who allows more stops; null where it is the policies'.</summary>
    public string? By { get; init; }
    /// <summary>Why, in that person's words.</summary>
    public string? Note { get; init; }
}

public enum RunMode
{
    Act,
    /// <summary>Decide and report, but store and send nothing, not even warnings.</summary>
    Plan,
}

/// <summary>What a run decided and did.</summary>
public sealed record RunReport
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Trigger { get; init; }
    public required Instant StartedAt { get; init; }
    public Instant FinishedAt { get; init; }
    public required RunOutcome Outcome { get; init; }
    /// <summary>What ended the run, and what to do about it; null when nothing did.</summary>
    public string? Error { get; init; }
    public bool LookOnly { get; init; }
    /// <summary>The policies' version; null when there were none.</summary>
    public string? Policies { get; init; }
    /// <summary>
    /// When a run before this one last looked at the clusters; null when none did, or this one is not kept as the next that did.
    /// </summary>
    public Instant? LookedBefore { get; init; }
    /// <summary>In the listing's order.</summary>
    public IReadOnlyList<ClusterReport> Clusters { get; init; } = [];
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    /// <summary>Those open when the run ended; while it only looks, those open in the store.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    public RunCounts Count() =>
        new(Clusters.Count, Accepted(ClusterAction.Stop), Accepted(ClusterAction.Start), Clusters.Count(c => c.Error is not null));

    /// <summary>What remains of it for <c>health</c> and <c>runs</c>.</summary>
    public FinishedRun ToFinishedRun() =>
        new(Id, Trigger, StartedAt.ToDateTimeOffset(), FinishedAt.ToDateTimeOffset(), Outcome, Error, Policies, Count());

    private int Accepted(ClusterAction action) => Clusters.Count(c => c.Done == ActionOutcome.Accepted && c.Decision.Action == action);
}

/// <summary>What a run decided and did for one cluster.</summary>
public sealed class ClusterReport(Cluster cluster, Decision decision)
{
    public Cluster Cluster { get; set; } = cluster;
    public Decision Decision { get; set; } = decision;
    /// <summary>The record as the run found it; null at first sight.</summary>
    public ClusterRecord? Before { get; init; }
    /// <summary>The one in force; null when there is none.</summary>
    public Hold? Hold { get; init; }
    /// <summary>Decided and recorded, but not sent.</summary>
    public bool DryRun { get; init; }
    /// <summary>What a person asks for; null where the policies decide.</summary>
    public ClusterAction? Asked { get; init; }
    /// <summary>What was measured of its activity last; null when nothing was.</summary>
    public Sample? Sample { get; set; }
    public ActionOutcome Done { get; set; }
    /// <summary>Why it was not done; null otherwise.</summary>
    public string? Error { get; set; }

    public void Fail(string error) => (Done, Error) = (ActionOutcome.Failed, error);
}

/// <summary>What became of a decision.</summary>
public enum ActionOutcome
{
    /// <summary>Nothing was to be done.</summary>
    Nothing,
    Accepted,
    /// <summary>A dry run: it would have been sent.</summary>
    DryRun,
    /// <summary>No longer due when the cluster was read again.</summary>
    NoLongerDue,
    /// <summary>The answer was lost; a later run looks at what became of it.</summary>
    Uncertain,
    Failed,
}

/// <summary>Something that people should hear of: a warning, or an incident that begins or is over.</summary>
public sealed record Notice(EventKind Kind, string? ClusterId, bool Over, string Message)
{
    /// <summary>The key of the channel that it is about; null when it is about none.</summary>
    public string? Channel { get; init; }
    /// <summary>Neither the beginning nor the end of anything.</summary>
    public bool Once { get; init; }
}

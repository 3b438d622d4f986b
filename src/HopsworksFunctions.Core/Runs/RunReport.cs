using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>Who requests a run, and what it may do.</summary>
/// <param name="AllowStops">Allows the blocked stops of this run if there are at most this many.</param>
public sealed record RunRequest(string Id, string Trigger, RunMode Mode = RunMode.Act, int? AllowStops = null)
{
    /// <summary>Whether the run makes activity checks. If not, the last run's count.</summary>
    public bool Measure { get; init; } = true;
    /// <summary>
    /// When the timer's next run begins, whatever started this one. This run does what the next would do too late. Null if unknown.
    /// </summary>
    public Instant? NextRun { get; init; }
    /// <summary>The person who requests the action or allows stops; null if the policies decide.</summary>
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

/// <summary>The decisions and results of a run.</summary>
public sealed record RunReport
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Trigger { get; init; }
    public required Instant StartedAt { get; init; }
    public Instant FinishedAt { get; init; }
    public required RunOutcome Outcome { get; init; }
    /// <summary>What ended the run early, and what to do about it. Null if nothing did.</summary>
    public string? Error { get; init; }
    /// <summary>Which failure of Hopsworks.ai that was; null if it was none.</summary>
    public FailureKind? Failure { get; init; }
    public bool LookOnly { get; init; }
    /// <summary>The version of the policies; null if there were none.</summary>
    public string? Policies { get; init; }
    /// <summary>The policy file's time zone; null if there were no policies.</summary>
    public DateTimeZone? Zone { get; init; }
    /// <summary>The names of the rules, in file order.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
    /// <summary>
    /// When an earlier run last listed the clusters. Null if none did, or if this run is a plan or could not be stored.
    /// </summary>
    public Instant? LookedBefore { get; init; }
    /// <summary>In the listing's order.</summary>
    public IReadOnlyList<ClusterReport> Clusters { get; init; } = [];
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    /// <summary>The freezes in force when the run began.</summary>
    public IReadOnlyList<Freeze> Freezes { get; init; } = [];
    /// <summary>The incidents open when the run ended; for a plan, those open in the store.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    public RunCounts Count() =>
        new(Clusters.Count, Accepted(ClusterAction.Stop), Accepted(ClusterAction.Start), Clusters.Count(c => c.Error is not null));

    /// <summary>The summary kept for <c>health</c> and <c>runs</c>.</summary>
    public FinishedRun ToFinishedRun() =>
        new(Id, Trigger, StartedAt.ToDateTimeOffset(), FinishedAt.ToDateTimeOffset(), Outcome, Error, Policies, Count());

    private int Accepted(ClusterAction action) => Clusters.Count(c => c.Done == ActionOutcome.Accepted && c.Decision.Action == action);
}

/// <summary>The decision and result of a run for one cluster.</summary>
public sealed class ClusterReport(Cluster cluster, Decision decision)
{
    public Cluster Cluster { get; set; } = cluster;
    public Decision Decision { get; set; } = decision;
    /// <summary>The record as the run found it; null when the cluster is first seen.</summary>
    public ClusterRecord? Before { get; init; }
    /// <summary>The hold in force; null if there is none.</summary>
    public Hold? Hold { get; init; }
    /// <summary>The freeze in force for it; null if there is none.</summary>
    public Freeze? Freeze { get; init; }
    /// <summary>Decided and recorded, but not sent.</summary>
    public bool DryRun { get; init; }
    /// <summary>The action a person requests; null if the policies decide.</summary>
    public ClusterAction? Asked { get; init; }
    /// <summary>The latest activity check of this run that its decision needs; null if there was none.</summary>
    public Sample? Sample { get; set; }
    /// <summary>What its first activity check of this run found; null if there was none.</summary>
    public Activity? Observed { get; init; }
    public ActionOutcome Done { get; set; }
    /// <summary>Why the action was not carried out; null otherwise.</summary>
    public string? Error { get; set; }

    public void Fail(string error) => (Done, Error) = (ActionOutcome.Failed, error);
}

/// <summary>The result of a decision.</summary>
public enum ActionOutcome
{
    /// <summary>No action was due.</summary>
    Nothing,
    Accepted,
    /// <summary>A dry run: it would have been sent.</summary>
    DryRun,
    /// <summary>No longer due when the cluster was read again.</summary>
    NoLongerDue,
    /// <summary>The answer was lost; a later run finds out the result.</summary>
    Uncertain,
    Failed,
}

/// <summary>Something to report: a stop warning, a one-time event, or an incident that starts or is resolved.</summary>
public sealed record Notice(EventKind Kind, string? ClusterId, bool Over, string Message)
{
    public string Message { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Message);

    /// <summary>The key of the channel concerned; null if none is.</summary>
    public string? Channel { get; init; }
    /// <summary>The name of the calendar concerned; null if none is.</summary>
    [JsonIgnore]
    public string? Calendar { get; init; }
    /// <summary>The rule of an incident that concerns one; null if none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }
    /// <summary>Whether an incident ends because its action is not needed any more.</summary>
    [JsonIgnore]
    public bool NoLongerDue { get; init; }
    /// <summary>Whether it is a one-time event, which neither starts nor ends.</summary>
    public bool Once { get; init; }

    /// <summary>An open incident as it would be told of when it begins.</summary>
    internal static Notice Of(Incident incident, bool over = false, string? message = null) =>
        new(incident.Kind, incident.ClusterId, over, message ?? incident.Message)
        {
            Channel = incident.Channel,
            Rule = incident.Rule,
            Calendar = incident.Calendar,
        };

    /// <summary>What it is about, the same word when it begins, lasts and is over; null for the account.</summary>
    [JsonIgnore]
    internal string? Subject => SubjectWord.Of(ClusterId, Rule, Calendar, Channel);
}

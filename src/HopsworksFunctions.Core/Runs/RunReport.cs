using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>A request for a run: its origin, and what the run may do.</summary>
/// <param name="AllowStops">The maximum number of blocked stops that this run may make anyway; null for none.</param>
public sealed record RunRequest(string Id, string Trigger, RunMode Mode = RunMode.Act, int? AllowStops = null)
{
    /// <summary>Whether the run makes activity checks. If not, it uses those of the last run.</summary>
    public bool Measure { get; init; } = true;
    /// <summary>
    /// The start of the timer's next run, even if this run has another trigger. This run does what the next one would do too late. Null if
    /// unknown.
    /// </summary>
    public Instant? NextRun { get; init; }
    /// <summary>The person who requests the action or allows stops; null if the policies decide.</summary>
    public string? By { get; init; }
    /// <summary>The reason in that person's words; null for none.</summary>
    public string? Note { get; init; }
}

public enum RunMode
{
    Act,
    /// <summary>The run decides and reports, but stores and sends nothing, not even warnings.</summary>
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
    /// <summary>The reason the run ended early, and what to do about it; null if it did not.</summary>
    public string? Error { get; init; }
    /// <summary>The failure of Hopsworks.ai that ended the run; null for none.</summary>
    public FailureKind? Failure { get; init; }
    public bool LookOnly { get; init; }
    /// <summary>The version of the policies; null if there were none.</summary>
    public string? Policies { get; init; }
    /// <summary>The policy file's time zone; null if there were no policies.</summary>
    public DateTimeZone? Zone { get; init; }
    /// <summary>The names of the rules, in file order.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
    /// <summary>
    /// The last time an earlier run listed the clusters. Null if none did, or if this run is a plan or could not be stored.
    /// </summary>
    public Instant? LookedBefore { get; init; }
    /// <summary>The reports in the order of the cluster list.</summary>
    public IReadOnlyList<ClusterReport> Clusters { get; init; } = [];
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    /// <summary>The freezes in force when the run started.</summary>
    public IReadOnlyList<Freeze> Freezes { get; init; } = [];
    /// <summary>The incidents that were open when the run ended; for a plan, those open in the store.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    public RunCounts Count() =>
        new(Clusters.Count, Accepted(ClusterAction.Stop), Accepted(ClusterAction.Start), Clusters.Count(c => c.Error is not null));

    /// <summary>Returns the summary that is kept for <c>health</c> and <c>runs</c>.</summary>
    public FinishedRun ToFinishedRun() =>
        new(Id, Trigger, StartedAt.ToDateTimeOffset(), FinishedAt.ToDateTimeOffset(), Outcome, Error, Policies, Count());

    private int Accepted(ClusterAction action) => Clusters.Count(c => c.Done == ActionOutcome.Accepted && c.Decision.Action == action);
}

/// <summary>The decision and result of a run for one cluster.</summary>
public sealed class ClusterReport(Cluster cluster, Decision decision)
{
    public Cluster Cluster { get; set; } = cluster;
    public Decision Decision { get; set; } = decision;
    /// <summary>The record as the run found it; null if the cluster is first seen.</summary>
    public ClusterRecord? Before { get; init; }
    /// <summary>The hold in force; null for none.</summary>
    public Hold? Hold { get; init; }
    /// <summary>The freeze in force for the cluster; null for none.</summary>
    public Freeze? Freeze { get; init; }
    /// <summary>Whether the action is decided and recorded, but not sent.</summary>
    public bool DryRun { get; init; }
    /// <summary>The action requested by a person; null if the policies decide.</summary>
    public ClusterAction? Asked { get; init; }
    /// <summary>The latest activity check of this run, if the decision needs one; null if there was none.</summary>
    public Sample? Sample { get; set; }
    /// <summary>The result of the first activity check in this run; null if there was none.</summary>
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
    /// <summary>The action was not sent because of a dry run.</summary>
    DryRun,
    /// <summary>The action was no longer due when the cluster was read again.</summary>
    NoLongerDue,
    /// <summary>The answer was lost, so a later run determines the result.</summary>
    Uncertain,
    Failed,
}

/// <summary>A notice to report: a stop warning, a one-time event, or an incident that starts or is resolved.</summary>
public sealed record Notice(EventKind Kind, string? ClusterId, bool Over, string Message)
{
    public string Message { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Message);

    /// <summary>The key of the channel it concerns; null for none.</summary>
    public string? Channel { get; init; }
    /// <summary>The name of the calendar it concerns; null for none.</summary>
    [JsonIgnore]
    public string? Calendar { get; init; }
    /// <summary>The rule that the incident concerns; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }
    /// <summary>Whether the incident ends because its action is no longer needed.</summary>
    [JsonIgnore]
    public bool NoLongerDue { get; init; }
    /// <summary>Whether it is a one-time event, which has no end.</summary>
    public bool Once { get; init; }

    /// <summary>Returns the notice that reports an open incident, or its end.</summary>
    internal static Notice Of(Incident incident, bool over = false, string? message = null) =>
        new(incident.Kind, incident.ClusterId, over, message ?? incident.Message)
        {
            Channel = incident.Channel,
            Rule = incident.Rule,
            Calendar = incident.Calendar,
        };

    /// <summary>The subject as one word, the same from the start to the end of an incident; null for the account.</summary>
    [JsonIgnore]
    internal string? Subject => SubjectWord.Of(ClusterId, Rule, Calendar, Channel);
}

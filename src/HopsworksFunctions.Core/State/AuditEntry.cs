using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>One decision or action, with its run, reason and outcome.</summary>
/// <param name="Trigger">What started the run.</param>
/// <param name="Message">One sentence.</param>
public sealed record AuditEntry(Instant At, string RunId, string Trigger, AuditKind Kind, string Message)
{
    public string Message { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Message);

    /// <summary>The cluster's id; null for an entry about the whole account.</summary>
    public string? ClusterId { get; init; }
    public string? ClusterName { get; init; }
    /// <summary>The rule's name; null when no rule was involved.</summary>
    public string? Rule { get; init; }
    public Reason? Reason { get; init; }
    /// <summary>The version of the policies in use; null if there were none.</summary>
    public string? PolicyVersion { get; init; }
    /// <summary>The progress of a stop or start; null for other entries.</summary>
    public AuditStep? Step { get; init; }
    /// <summary>The person who requested it; null for a decision of the policies.</summary>
    public string? By { get; init; }
    /// <summary>The state of a hold and its end; null unless a hold was set or requested.</summary>
    public HoldState? HeldAs { get; init; }
    /// <inheritdoc cref="HeldAs"/>
    public Instant? HeldUntil { get; init; }
    /// <summary>The answer of Hopsworks.ai, or why the call was not sent; null if there is nothing to report.</summary>
    public string? Answer { get; init; }
    /// <summary>The cause of a start or stop of the cluster; null for other entries.</summary>
    public Cause? Cause { get; init; }
    /// <summary>
    /// The last time a cluster was certainly still in its earlier state before it started, stopped or was deleted: when it was last seen in
    /// that state, or when the app's call was sent. Null when the cluster is first seen.
    /// </summary>
    public Instant? Left { get; init; }
    /// <summary>The cluster's nodes when the app decided to stop it; null for entries other than stops by the app.</summary>
    public NodeList? Nodes { get; init; }
}

public enum AuditKind
{
    /// <summary>A value written by a newer version.</summary>
    Unknown,
    Stop,
    Start,
    AddWorkers,
    /// <summary>The request for a backup.</summary>
    Backup,
    /// <summary>A backup requested by the app was completed, or failed.</summary>
    BackupEnded,
    /// <summary>The app deletes one of its own older backups.</summary>
    DeleteBackup,
    /// <summary>A person set a hold.</summary>
    Hold,
    /// <summary>A person released a hold before its end.</summary>
    Release,
    /// <summary>A person's hold expired.</summary>
    [JsonStringEnumMemberName("holdOver")]
    HoldExpired,
    /// <summary>A person froze the account or a rule.</summary>
    Freeze,
    /// <summary>A person ended a freeze.</summary>
    Unfreeze,
    /// <summary>A person restored the state from a snapshot, or kept the new state.</summary>
    Restore,
    /// <summary>A stop warning was sent.</summary>
    Warn,
    /// <summary>The app reported that an announced stop will not happen.</summary>
    WarnOver,
    /// <summary>A one-time event was sent, such as worker nodes that are not restored.</summary>
    Notice,
    /// <summary>A person allowed a run to exceed the stop limit, and more stops than the limit were due.</summary>
    StopsAllowed,
    /// <summary>An incident started.</summary>
    Incident,
    [JsonStringEnumMemberName("incidentOver")]
    IncidentResolved,
    /// <summary>A cluster was seen running, either for the first time or after another state.</summary>
    CameUp,
    /// <summary>A cluster was seen stopped, either for the first time or after it was running, in transition or broken.</summary>
    WentDown,
    /// <summary>Hopsworks.ai no longer lists a cluster.</summary>
    [JsonStringEnumMemberName("vanished")]
    ClusterDeleted,
}

/// <summary>Who started or stopped a cluster.</summary>
public enum Cause
{
    /// <summary>An app action decided by the policies.</summary>
    Policy,
    /// <summary>A person, in Hopsworks.ai, in the cloud console, or through this app.</summary>
    [JsonStringEnumMemberName("hand")]
    Manual,
    /// <summary>The cluster was in this state when first seen, or the cause cannot be determined.</summary>
    Unknown,
}

public enum AuditStep
{
    /// <summary>Written before the call. If no entry follows it, the process died, and a later run checks the outcome.</summary>
    Intent,
    Accepted,
    /// <summary>The action was not carried out.</summary>
    Failed,
    /// <summary>The answer was lost.</summary>
    Uncertain,
    /// <summary>A person's request was refused; the entry gives the reason.</summary>
    Refused,
    /// <summary>The action was decided but not sent because of a dry run. Written once per occasion.</summary>
    DryRun,
}

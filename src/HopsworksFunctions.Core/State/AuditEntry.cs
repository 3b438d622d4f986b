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

    /// <summary>Null for an entry about the whole account.</summary>
    public string? ClusterId { get; init; }
    public string? ClusterName { get; init; }
    /// <summary>The rule's name; null when no rule was involved.</summary>
    public string? Rule { get; init; }
    public Reason? Reason { get; init; }
    /// <summary>The version of the policies used; null when there were none.</summary>
    public string? PolicyVersion { get; init; }
    /// <summary>The progress of a stop or start; null for other entries.</summary>
    public AuditStep? Step { get; init; }
    /// <summary>Who requested it; null for what the policies decided.</summary>
    public string? By { get; init; }
    /// <summary>The state that a hold keeps the cluster in, and until when; null except for holds that were set or requested.</summary>
    public HoldState? HeldAs { get; init; }
    /// <inheritdoc cref="HeldAs"/>
    public Instant? HeldUntil { get; init; }
    /// <summary>What Hopsworks.ai answered, or why the call was not sent; null when there is nothing to report.</summary>
    public string? Answer { get; init; }
    /// <summary>Who started or stopped the cluster; null for other entries.</summary>
    public Cause? Cause { get; init; }
    /// <summary>
    /// The last time that a cluster that started, stopped or was deleted was certainly still in its earlier state: when it was last seen
    /// so, or when the app's call was sent. Null when the cluster is first seen.
    /// </summary>
    public Instant? Left { get; init; }
    /// <summary>The cluster's nodes when the app decided to stop it; only for stops by the app.</summary>
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
    /// <summary>A backup that the app requested was made, or failed.</summary>
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
    /// <summary>A person restored the state from a snapshot, or kept it as it is.</summary>
    Restore,
    /// <summary>A stop warning was sent.</summary>
    Warn,
    /// <summary>People were told that the stop in a warning will not happen.</summary>
    WarnOver,
    /// <summary>An event without an end was sent, such as worker nodes that are not restored.</summary>
    Notice,
    /// <summary>A person allowed a run to make more stops than the stop limit, and more were due.</summary>
    StopsAllowed,
    /// <summary>An incident started.</summary>
    Incident,
    [JsonStringEnumMemberName("incidentOver")]
    IncidentResolved,
    /// <summary>A cluster was seen running: for the first time, or after another state.</summary>
    CameUp,
    /// <summary>A cluster was seen stopped: for the first time, or after it was running, in transition or broken.</summary>
    WentDown,
    /// <summary>Hopsworks.ai no longer lists a cluster.</summary>
    [JsonStringEnumMemberName("vanished")]
    ClusterDeleted,
}

/// <summary>Who started or stopped a cluster.</summary>
public enum Cause
{
    /// <summary>An action by the app that the policies decided.</summary>
    Policy,
    /// <summary>A person, in Hopsworks.ai, in the cloud console, or through this app.</summary>
    [JsonStringEnumMemberName("hand")]
    Manual,
    /// <summary>The cluster was in this state when first seen, or the cause cannot be determined.</summary>
    Unknown,
}

public enum AuditStep
{
    /// <summary>Written before the call. If nothing follows it, the process died, and a later run checks the outcome.</summary>
    Intent,
    Accepted,
    /// <summary>The action was not carried out.</summary>
    Failed,
    /// <summary>The answer was lost.</summary>
    Uncertain,
    /// <summary>A person's request was refused, with the reason.</summary>
    Refused,
    /// <summary>Decided but not sent because of a dry run; written once per occasion.</summary>
    DryRun,
}

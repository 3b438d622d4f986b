using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>One thing that was decided or done: by which run, for what reason, and with what outcome.</summary>
/// <param name="Trigger">What started the run.</param>
/// <param name="Message">In a sentence.</param>
public sealed record AuditEntry(Instant At, string RunId, string Trigger, AuditKind Kind, string Message)
{
    /// <summary>Null when it concerns the whole account.</summary>
    public string? ClusterId { get; init; }
    public string? ClusterName { get; init; }
    /// <summary>The rule's name; null when no rule was involved.</summary>
    public string? Rule { get; init; }
    public Reason? Reason { get; init; }
    /// <summary>Of the policies decided with; null when there were none.</summary>
    public string? PolicyVersion { get; init; }
    /// <summary>How far a stop or start is; null for what has no steps.</summary>
    public AuditStep? Step { get; init; }
    /// <summary>Who asked for it; null for what the policies wanted.</summary>
    public string? By { get; init; }
    /// <summary>What a hold keeps the cluster at, and until when; null for anything but a hold that was set or asked for.</summary>
    public HoldState? HeldAs { get; init; }
    /// <inheritdoc cref="HeldAs"/>
    public Instant? HeldUntil { get; init; }
    /// <summary>What Hopsworks answered to the call, or why it was not sent; null when all is well.</summary>
    public string? Answer { get; init; }
    /// <summary>Who made the cluster come up or go down; null for all else.</summary>
    public Cause? Cause { get; init; }
    /// <summary>
    /// Until when a cluster that came up, went down or vanished was surely as before: when it was last seen so, or our call was sent.
    /// Null at first sight.
    /// </summary>
    public Instant? Left { get; init; }
    /// <summary>What the cluster consisted of when we decided to stop it; only where a stop of ours brought it down.</summary>
    public NodeList? Nodes { get; init; }
}

public enum AuditKind
{
    /// <summary>A word of a newer version.</summary>
    Unknown,
    Stop,
    Start,
    AddWorkers,
    /// <summary>A person's hold was set.</summary>
    Hold,
    /// <summary>A person's hold was taken away before its end.</summary>
    Release,
    /// <summary>A person's hold came to its end.</summary>
    [JsonStringEnumMemberName("holdOver")]
    HoldExpired,
    /// <summary>People were told of a stop to come.</summary>
    Warn,
    /// <summary>People were told that a stop which was announced does not come.</summary>
    WarnOver,
    /// <summary>People were told of something that has no end, such as workers that are not put back.</summary>
    Notice,
    /// <summary>A person let a run stop more clusters than the limits say, and more were due.</summary>
    StopsAllowed,
    /// <summary>Something began to be wrong.</summary>
    Incident,
    [JsonStringEnumMemberName("incidentOver")]
    IncidentResolved,
    /// <summary>A cluster was seen running: for the first time, or after it had not been.</summary>
    CameUp,
    /// <summary>A cluster was seen stopped: for the first time, after it had run, or after it had been in transition or broken.</summary>
    WentDown,
    /// <summary>Hopsworks lists a cluster no longer.</summary>
    [JsonStringEnumMemberName("vanished")]
    ClusterDeleted,
}

/// <summary>Who made a cluster come up or go down.</summary>
public enum Cause
{
    /// <summary>An action of ours that the policies decided on.</summary>
    Policy,
    /// <summary>A person, in Hopsworks, in the cloud's console, or by a request to us.</summary>
    [JsonStringEnumMemberName("hand")]
    Manual,
    /// <summary>It was so when it was first seen, or nobody can tell.</summary>
    Unknown,
}

public enum AuditStep
{
    /// <summary>Written before the call; when nothing follows it, the process died, and a later run looks at what became of it.</summary>
    Intent,
    Accepted,
    /// <summary>Not carried out.</summary>
    Failed,
    /// <summary>The answer was lost.</summary>
    Uncertain,
    /// <summary>A person asked for it and was told why not.</summary>
    Refused,
    /// <summary>Decided but, being a dry run, not to be sent; written once for each occasion.</summary>
    DryRun,
}

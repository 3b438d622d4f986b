using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// A message to all channels: a run's findings and actions, or an announcement. It is stored before the actions it reports. It is kept for
/// a while after its last delivery, so that a run after a crash knows what was sent.
/// </summary>
/// <param name="At">When the run started.</param>
/// <param name="Events">The events, without duplicates even if a run reports one again.</param>
/// <param name="Waiting">The keys of the channels that have not received it yet.</param>
public sealed record Message(string Id, Instant At, IReadOnlyList<MessageEvent> Events, IReadOnlyList<string> Waiting)
{
    /// <summary>The maximum number of events kept, so that the document fits into its store. Further events are only counted.</summary>
    public const int MaxEvents = 500;

    /// <summary>The period in which delivery is retried and sent events are remembered.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(24);

    /// <summary>The number of events that did not fit.</summary>
    public int Left { get; init; }

    /// <summary>
    /// The keys of the channels that get the information events later, each with the end of its quiet hours; null for none.
    /// </summary>
    public IReadOnlyDictionary<string, Instant>? Held { get; init; }

    /// <summary>Whether the message combines events that were kept back during quiet hours.</summary>
    internal bool IsOfQuietHours { get; init; }

    /// <summary>The number of completed events for each channel that gets every event separately; null for none.</summary>
    public IReadOnlyDictionary<string, int>? Progress { get; init; }

    /// <summary>The announcement that replaces the events; null for a message with events.</summary>
    public Announcement? Announcement { get; init; }

    /// <summary>Returns whether a channel gets an event only after its quiet hours.</summary>
    internal bool IsHeld(MessageEvent happened, string channel) =>
        happened.Kind.Severity == EventSeverity.Information && Held?.ContainsKey(channel) == true;

    public bool IsOver(Instant now) => now >= At + Lifetime;
}

/// <summary>One event in a message.</summary>
/// <param name="Id">An identifier of the occasion, the same in every run that finds it.</param>
/// <param name="Text">A clause that follows the cluster's name, or a sentence if there is no cluster.</param>
public sealed record MessageEvent(string Id, EventKind Kind, Instant At, string Text)
{
    public string Text { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Text);

    /// <summary>Whether the event resolves an earlier one.</summary>
    public bool Over { get; init; }

    /// <summary>Whether the event ends an incident because its action is no longer needed.</summary>
    public bool NoLongerDue { get; init; }

    /// <summary>Whether the action was decided but not sent because of a dry run.</summary>
    public bool DryRun { get; init; }

    public string? ClusterId { get; init; }

    public string? ClusterName { get; init; }

    /// <summary>The rule's name; null if no rule was involved.</summary>
    public string? Rule { get; init; }

    /// <summary>Incidents of a cluster only: the cluster's rule, for channels that filter by rule; null for none.</summary>
    public string? ClusterRule { get; init; }

    /// <summary>The owners of its cluster, by the tag that a channel uses; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Owners { get; init; }

    /// <summary>
    /// The key of the incident, such as <c>stopFailed:6e0c</c>, equal for its start and its end. For other events, it names their kind and
    /// cluster.
    /// </summary>
    internal string Incident => new Incident(Kind, ClusterId, At, "")
    {
        Channel = Channel,
        Calendar = Calendar,
        Rule = Since is null ? null : Rule,
    }.Key;

    /// <summary>The key of the channel it concerns; null for none.</summary>
    public string? Channel { get; init; }

    /// <summary>The name of the calendar it concerns; null for none.</summary>
    public string? Calendar { get; init; }

    /// <summary>Incidents only: when it started.</summary>
    public Instant? Since { get; init; }

    /// <summary>Failed starts only: the missing cloud resource; null if unknown.</summary>
    public Shortage? Shortage { get; init; }

    /// <summary>Warnings only: the earliest time of the stop.</summary>
    public Instant? StopAt { get; init; }

    /// <summary>Stops only: the time until which a link can start the cluster again; null for none.</summary>
    public Instant? StartUntil { get; init; }

    /// <summary>Warnings only: the planned stop time, which identifies the warning.</summary>
    public Instant? PlannedFor { get; init; }

    /// <summary>Warnings only: the warning as the cluster's record stores it; null in messages from before this property existed.</summary>
    public StopWarning? Warning { get; init; }
}

/// <summary>A message without events, such as the weekly digest; every channel gets it.</summary>
/// <param name="Type">One word that identifies the type for programs.</param>
/// <param name="Data">Data for programs, in addition to the text.</param>
public sealed record Announcement(string Type, string Title, IReadOnlyList<string> Lines, JsonElement? Data = null);

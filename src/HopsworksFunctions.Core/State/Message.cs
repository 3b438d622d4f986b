using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// A message to all channels: what a run found and did, or an announcement. It is stored before the actions it reports, and kept for a
/// while after its last delivery, so that a run after a crash knows what was sent.
/// </summary>
/// <param name="At">When the run started.</param>
/// <param name="Events">Each event once, however often it is stored.</param>
/// <param name="Waiting">The keys of the channels that have not received it yet.</param>
public sealed record Message(string Id, Instant At, IReadOnlyList<MessageEvent> Events, IReadOnlyList<string> Waiting)
{
    /// <summary>The most events kept, so that the document fits its store; the rest are only counted.</summary>
    public const int MaxEvents = 500;

    /// <summary>How long delivery is retried, and how long sent events are remembered.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(24);

    /// <summary>How many events did not fit.</summary>
    public int Left { get; init; }

    /// <summary>
    /// The keys of the channels that get the information among the events later, each with the end of its quiet hours; null for none.
    /// </summary>
    public IReadOnlyDictionary<string, Instant>? Held { get; init; }

    /// <summary>Whether it joins what was kept during quiet hours.</summary>
    internal bool IsOfQuietHours { get; init; }

    /// <summary>How many of the events are done with, for the channels that get each on its own; null for none.</summary>
    public IReadOnlyDictionary<string, int>? Progress { get; init; }

    /// <summary>Replaces the events.</summary>
    public Announcement? Announcement { get; init; }

    /// <summary>Whether a channel gets an event only after its quiet hours.</summary>
    internal bool IsHeld(MessageEvent happened, string channel) =>
        happened.Kind.Severity == EventSeverity.Information && Held?.ContainsKey(channel) == true;

    public bool IsOver(Instant now) => now >= At + Lifetime;
}

/// <summary>One event in a message.</summary>
/// <param name="Id">The same for the same occasion, whichever run finds it.</param>
/// <param name="Text">A clause that follows the cluster's name, or a sentence if there is no cluster.</param>
public sealed record MessageEvent(string Id, EventKind Kind, Instant At, string Text)
{
    public string Text { get; init => field = TextSanitizer.Bound(value); } = TextSanitizer.Bound(Text);

    /// <summary>Resolves an earlier event.</summary>
    public bool Over { get; init; }

    /// <summary>Ends an incident whose action is not needed any more.</summary>
    public bool NoLongerDue { get; init; }

    /// <summary>Decided, but not sent because of a dry run.</summary>
    public bool DryRun { get; init; }

    public string? ClusterId { get; init; }

    public string? ClusterName { get; init; }

    /// <summary>Null when no rule was involved.</summary>
    public string? Rule { get; init; }

    /// <summary>Incidents of a cluster only: its rule, by which channels choose; null for none.</summary>
    public string? ClusterRule { get; init; }

    /// <summary>The owners of its cluster, by the tags that channels choose by; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Owners { get; init; }

    /// <summary>
    /// The same for the beginning and the end of an incident, such as <c>stopFailed:6e0c</c>; for other events that of their kind and
    /// cluster.
    /// </summary>
    internal string Incident => new Incident(Kind, ClusterId, At, "")
    {
        Channel = Channel,
        Calendar = Calendar,
        Rule = Since is null ? null : Rule,
    }.Key;

    /// <summary>The key of the channel it concerns.</summary>
    public string? Channel { get; init; }

    /// <summary>The name of the calendar it concerns.</summary>
    public string? Calendar { get; init; }

    /// <summary>Incidents only: when it started.</summary>
    public Instant? Since { get; init; }

    /// <summary>Failed starts only: what the cloud lacks; null for nothing known.</summary>
    public Shortage? Shortage { get; init; }

    /// <summary>Warnings only: the earliest time of the stop.</summary>
    public Instant? StopAt { get; init; }

    /// <summary>Stops only: until when a link may start the cluster again; null for none.</summary>
    public Instant? StartUntil { get; init; }

    /// <summary>Warnings only: the planned stop time, which identifies the warning.</summary>
    public Instant? PlannedFor { get; init; }

    /// <summary>Warnings only: the warning as the record remembers it; null in messages older than this field.</summary>
    public StopWarning? Warning { get; init; }
}

/// <summary>A message without events, such as the weekly digest; every channel gets it.</summary>
/// <param name="Type">One word that identifies the type to programs.</param>
/// <param name="Data">Data for programs, in addition to the text.</param>
public sealed record Announcement(string Type, string Title, IReadOnlyList<string> Lines, JsonElement? Data = null);

using System.Text.Json;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// What people are told at once: what a run found and did, or an announcement. It is stored before what it tells of,
/// and kept for a while after the last channel has it, so that a run after a crash knows what was told.
/// </summary>
/// <param name="At">When the run began.</param>
/// <param name="Events">Each of them once, however often it is stored.</param>
/// <param name="Waiting">The keys of the channels that have not got it yet.</param>
public sealed record Message(string Id, Instant At, IReadOnlyList<MessageEvent> Events, IReadOnlyList<string> Waiting)
{
    /// <summary>So many events are kept; of more, only the number. A document must not outgrow its store.</summary>
    public const int MaxEvents = 500;

    /// <summary>How long a channel is tried, and how long it is remembered what was told.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(24);

    /// <summary>How many events found no room.</summary>
    public int Left { get; init; }

    /// <summary>Instead of events.</summary>
    public Announcement? Announcement { get; init; }

    public bool IsOver(Instant now) => now >= At + Lifetime;
}

/// <summary>One thing that people are told of.</summary>
/// <param name="Id">The same for the same occasion, whichever run finds it.</param>
/// <param name="Text">A clause that follows the cluster's name; without a cluster a sentence of its own.</param>
public sealed record MessageEvent(string Id, EventKind Kind, Instant At, string Text)
{
    /// <summary>The end of what an earlier event began.</summary>
    public bool Over { get; init; }

    /// <summary>Decided, but only for show.</summary>
    public bool DryRun { get; init; }

    public string? ClusterId { get; init; }

    public string? ClusterName { get; init; }

    /// <summary>Null when no rule was involved.</summary>
    public string? Rule { get; init; }

    /// <summary>The key of the channel that this is about.</summary>
    public string? Channel { get; init; }

    /// <summary>Of an incident: when it began.</summary>
    public Instant? Since { get; init; }

    /// <summary>Of a warning: when the stop may be made.</summary>
    public Instant? StopAt { get; init; }

    /// <summary>Of a warning: the instant that the stop was planned for, by which it is known.</summary>
    public Instant? PlannedFor { get; init; }
}

/// <summary>A message that is no event, such as a weekly digest; every channel gets it.</summary>
/// <param name="Type">One word, by which machines know it.</param>
/// <param name="Data">What machines get beside the text.</param>
public sealed record Announcement(string Type, string Title, IReadOnlyList<string> Lines, JsonElement? Data = null);

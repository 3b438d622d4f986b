using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>What somebody who follows a keep-running link is told.</summary>
public abstract record KeepAnswer
{
    /// <summary>The stop is still to come and can be put off.</summary>
    /// <param name="Why">What stops the cluster, as a clause.</param>
    /// <param name="Hold">What keeps it running already, for a while; null when nothing does.</param>
    /// <param name="Choices">How long it can be kept, the shortest first; never empty.</param>
    public sealed record Open(string Cluster, Instant StopAt, string Why, Hold? Hold, IReadOnlyList<KeepChoice> Choices,
        DateTimeZone Zone) : KeepAnswer;

    /// <summary>The cluster keeps running.</summary>
    /// <param name="Changed">False when it did so before.</param>
    public sealed record Kept(string Cluster, Hold Hold, bool Changed, DateTimeZone Zone) : KeepAnswer;

    /// <summary>The link does nothing, or nothing any more.</summary>
    /// <param name="Message">Why, and what can be done.</param>
    public sealed record Denied(KeepDenial Why, string Message) : KeepAnswer;
}

/// <summary>A time to keep a cluster running.</summary>
/// <param name="Value">What a form sends.</param>
/// <param name="Label">In words, without the end.</param>
public sealed record KeepChoice(string Value, string Label, Instant Until);

/// <summary>Why a link does nothing.</summary>
public enum KeepDenial
{
    Forged,
    Expired,
    Foreign,
    NoKey,
    /// <summary>There is no such cluster any more.</summary>
    Gone,
    Stopping,
    Stopped,
    /// <summary>A hold keeps the cluster down.</summary>
    HeldDown,
    /// <summary>The stop that the link is for is not to come any more.</summary>
    Passed,
    /// <summary>The form was sent without a time that is offered.</summary>
    NoChoice,
}

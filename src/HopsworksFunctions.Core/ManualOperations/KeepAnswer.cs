using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The answer to someone who follows a keep-running link.</summary>
public abstract record KeepAnswer
{
    /// <summary>The stop is still planned, and the cluster can be kept running.</summary>
    /// <param name="Why">Why the cluster will be stopped, as a clause.</param>
    /// <param name="Hold">The hold that already keeps it running; null if there is none.</param>
    /// <param name="Choices">The times until which it can be kept running, shortest first; never empty.</param>
    public sealed record Open(string Cluster, Instant StopAt, string Why, Hold? Hold, IReadOnlyList<KeepChoice> Choices,
        DateTimeZone Zone) : KeepAnswer;

    /// <summary>The cluster keeps running.</summary>
    /// <param name="Changed">False if a hold already kept it running.</param>
    public sealed record Kept(string Cluster, Hold Hold, bool Changed, DateTimeZone Zone) : KeepAnswer;

    /// <summary>The link has no effect, or no longer has one.</summary>
    /// <param name="Message">Why, and what to do.</param>
    /// <param name="Cluster">The cluster's name; null where the link does not lead to one.</param>
    public sealed record Denied(KeepDenial Why, string Message, string? Cluster = null) : KeepAnswer;
}

/// <summary>A time to keep a cluster running.</summary>
/// <param name="Value">The value that the form sends.</param>
/// <param name="Label">The choice in words, without the end time.</param>
public sealed record KeepChoice(string Value, string Label, Instant Until);

/// <summary>Why a link has no effect.</summary>
public enum KeepDenial
{
    Forged,
    Expired,
    Foreign,
    NoKey,
    /// <summary>The cluster no longer exists.</summary>
    Gone,
    Stopping,
    Stopped,
    /// <summary>A hold keeps the cluster stopped.</summary>
    HeldDown,
    /// <summary>The link's stop was cancelled or moved.</summary>
    Passed,
    /// <summary>The form was sent without an offered choice.</summary>
    NoChoice,
}

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
    public sealed record Denied(LinkDenial Why, string Message) : KeepAnswer
    {
        /// <summary>For a cluster that is stopped already: the link that starts it again. Null if it cannot be started by a link.</summary>
        public Uri? Start { get; init; }
    }
}

/// <summary>A time to keep a cluster running.</summary>
/// <param name="Value">The value that the form sends.</param>
/// <param name="Label">The choice in words, without the end time.</param>
public sealed record KeepChoice(string Value, string Label, Instant Until);

using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The answer to a user who follows a keep-running link.</summary>
public abstract record KeepAnswer
{
    /// <summary>The stop is still planned, and the cluster can be kept running.</summary>
    /// <param name="Why">The cause of the stop, as a clause after a colon.</param>
    /// <param name="Hold">The hold that already keeps it running; null for none.</param>
    /// <param name="Choices">The times until which it can be kept running, earliest first; never empty.</param>
    public sealed record Open(string Cluster, Instant StopAt, string Why, Hold? Hold, IReadOnlyList<KeepChoice> Choices,
        DateTimeZone Zone) : KeepAnswer;

    /// <summary>The cluster keeps running.</summary>
    /// <param name="Changed">False if a hold already kept it running.</param>
    public sealed record Kept(string Cluster, Hold Hold, bool Changed, DateTimeZone Zone) : KeepAnswer;

    /// <summary>The link has no effect, or has lost it.</summary>
    /// <param name="Message">The reason and the advice.</param>
    public sealed record Denied(LinkDenial Why, string Message) : KeepAnswer
    {
        /// <summary>The link to start the cluster again if it is already stopped; null if no link can start it.</summary>
        public Uri? Start { get; init; }
    }
}

/// <summary>A time to keep a cluster running.</summary>
/// <param name="Value">The value that the form sends.</param>
/// <param name="Label">The choice in words, without the end time.</param>
public sealed record KeepChoice(string Value, string Label, Instant Until);

using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The answer to someone who follows a link to start a cluster again.</summary>
public abstract record StartAnswer
{
    /// <summary>The cluster can be started.</summary>
    /// <param name="KeptUntil">Until when the cluster then runs at least; null inside a window of its schedule.</param>
    /// <param name="StoppedAfter">When its rule stops it again, because it enforces the schedule; null if it does not.</param>
    public sealed record Open(string Cluster, string Rule, Instant? KeptUntil, Instant? StoppedAfter, DateTimeZone Zone) : StartAnswer;

    /// <summary>The cluster is starting or running.</summary>
    /// <param name="State">Its state as Hopsworks.ai or the app's record has it, such as <c>starting</c>.</param>
    /// <param name="Changed">False if it was before this request.</param>
    public sealed record Started(string Cluster, string State, bool Changed) : StartAnswer;

    /// <summary>The link has no effect.</summary>
    /// <param name="Message">Why, and what to do.</param>
    public sealed record Denied(LinkDenial Why, string Message) : StartAnswer;
}

using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The answer to a user who follows a link to start a cluster again.</summary>
public abstract record StartAnswer
{
    /// <summary>The cluster can be started.</summary>
    /// <param name="KeptUntil">The earliest end of the time that the cluster then runs; null inside a window of its schedule.</param>
    /// <param name="StoppedAfter">The time when its rule stops it again because it enforces the schedule; null if it does not.</param>
    public sealed record Open(string Cluster, string Rule, Instant? KeptUntil, Instant? StoppedAfter, DateTimeZone Zone) : StartAnswer;

    /// <summary>The cluster is starting or running.</summary>
    /// <param name="State">The state in Hopsworks.ai or in the app's record, such as <c>starting</c>.</param>
    /// <param name="Changed">False if the cluster was already starting or running before this request.</param>
    public sealed record Started(string Cluster, string State, bool Changed) : StartAnswer;

    /// <summary>The link has no effect.</summary>
    /// <param name="Message">The reason and the advice.</param>
    public sealed record Denied(LinkDenial Why, string Message) : StartAnswer;
}

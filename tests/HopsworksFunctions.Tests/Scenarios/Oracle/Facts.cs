using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Something that happened, as seen from outside the app.</summary>
internal abstract record Fact(Instant At);

/// <summary>A run began and listed the clusters; null if the listing failed or was empty.</summary>
internal sealed record Listed(Instant At, IReadOnlyList<EmulatedCluster>? Clusters) : Fact(At);

/// <summary>A cluster could not be read.</summary>
/// <param name="IsKey">Whether the API key was rejected.</param>
internal sealed record Unread(Instant At, string Cluster, bool IsKey) : Fact(At);

/// <summary>The call that the run would have made if it had been able to read the cluster.</summary>
internal sealed record Meant(Instant At, string Cluster, string Call, string Reason) : Fact(At);

/// <summary>Hopsworks.ai received a call.</summary>
/// <param name="Call"><c>stop</c>, <c>start</c> or <c>addWorkers</c>.</param>
/// <param name="Reason">The stored reason, such as <c>windowEnd</c>.</param>
internal sealed record Called(Instant At, string Cluster, string Call, string? Reason) : Fact(At)
{
    public bool Accepted { get; init; } = true;
    /// <summary>Whether it took effect, whatever the response.</summary>
    public bool Done { get; init; } = true;
    public bool IsKey { get; init; }
    public Duration? RetryAfter { get; init; }

    /// <summary>Whether it took effect although the response denied that, so the app cannot know that it was its own call.</summary>
    public bool IsUntrue { get; init; }

    public bool Failed => !Accepted && !Done;
}

/// <summary>
/// A report to people or the audit log: <c>warn</c>, <c>drain</c> for a stop that waits until the cluster is idle, <c>dryStop</c>, or an
/// incident by its kind.
/// </summary>
/// <param name="Cluster">Null if it concerns the account or several clusters.</param>
internal sealed record Told(Instant At, string Word, string? Cluster, bool Over = false) : Fact(At)
{
    /// <summary>The rule that it concerns; null for none.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether <c>warn</c> may have been <c>drain</c>, because the run that reported it died.</summary>
    public bool IsUnclear { get; init; }
}

/// <summary>A tick ended.</summary>
/// <param name="Whole">Whether a run got through all clusters.</param>
internal sealed record Ended(Instant At, bool Whole) : Fact(At);

/// <summary>New valid policies apply from the next run on.</summary>
internal sealed record Edited(Instant At, Rules Rules) : Fact(At);

/// <summary>A cluster was changed, but not by the app.</summary>
internal sealed record Touched(Instant At, string Cluster, Touch What) : Fact(At);

internal enum Touch
{
    Started,
    Stopped,
    /// <summary>Its state was set directly, not by a start or stop.</summary>
    Moved,
    /// <summary>Its workers were changed, by a person or by the cloud.</summary>
    Workers,
    Activity,
    /// <summary>Its tags, backup or upgrade.</summary>
    Else,
}

/// <summary>A person holds a cluster.</summary>
/// <param name="State">The state that the hold keeps; null for a release.</param>
/// <param name="Until">The end of the hold; a release is a hold until its own instant.</param>
internal sealed record Held(Instant At, string Cluster, string? State, Instant Until) : Fact(At);

/// <summary>All records were lost.</summary>
internal sealed record Lost(Instant At) : Fact(At);

/// <summary>Runs or calls may fail.</summary>
internal sealed record Disturbed(Instant At, Instant Until) : Fact(At);

using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Something that happened, as anyone could have seen it from outside.</summary>
internal abstract record Fact(Instant At);

/// <summary>A run began, and listed the clusters; null where the listing failed or was empty.</summary>
internal sealed record Listed(Instant At, IReadOnlyList<EmulatedCluster>? Clusters) : Fact(At);

/// <summary>A cluster could not be read.</summary>
/// <param name="IsKey">Whether the key was refused.</param>
internal sealed record Unread(Instant At, string Cluster, bool IsKey) : Fact(At);

/// <summary>What the run would have called for, had it been able to read the cluster.</summary>
internal sealed record Meant(Instant At, string Cluster, string Call, string Reason) : Fact(At);

/// <summary>Hopsworks received a call.</summary>
/// <param name="Call"><c>stop</c>, <c>start</c> or <c>addWorkers</c>.</param>
/// <param name="Reason">The stored reason, such as <c>windowEnd</c>.</param>
internal sealed record Called(Instant At, string Cluster, string Call, string? Reason) : Fact(At)
{
    public bool Accepted { get; init; } = true;
    /// <summary>Whether it was carried out, whatever was answered.</summary>
    public bool Done { get; init; } = true;
    public bool IsKey { get; init; }
    public Duration? RetryAfter { get; init; }

    /// <summary>Whether it was carried out although the answer said that it was not, so that nobody can know whose doing it was.</summary>
    public bool IsUntrue { get; init; }

    public bool Failed => !Accepted && !Done;
}

/// <summary>
/// People were told, or it was audited: <c>warn</c>, <c>drain</c> where a stop waits until the cluster is quiet, <c>dryStop</c>, or an
/// incident by its kind.
/// </summary>
/// <param name="Cluster">Null where it is about the account, or about several.</param>
internal sealed record Told(Instant At, string Word, string? Cluster, bool Over = false) : Fact(At)
{
    /// <summary>The rule that it concerns; null for none.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether <c>warn</c> may have been <c>drain</c>, as the run died that told it.</summary>
    public bool IsUnclear { get; init; }
}

/// <summary>A tick is over.</summary>
/// <param name="Whole">Whether there was a run that got through all clusters.</param>
internal sealed record Ended(Instant At, bool Whole) : Fact(At);

/// <summary>Valid policies are in force from the next run on.</summary>
internal sealed record Edited(Instant At, Rules Rules) : Fact(At);

/// <summary>Something was done to a cluster, other than by the app.</summary>
internal sealed record Touched(Instant At, string Cluster, Touch What) : Fact(At);

internal enum Touch
{
    Started,
    Stopped,
    /// <summary>Its state was set to what no operation leads to.</summary>
    Moved,
    /// <summary>Its workers were changed, by a person or by the cloud.</summary>
    Workers,
    Activity,
    /// <summary>Its tags, backup or upgrade.</summary>
    Else,
}

/// <summary>A person holds a cluster.</summary>
/// <param name="State">What it keeps; null for a release.</param>
/// <param name="Until">Its end; a release is a hold until its own instant.</param>
internal sealed record Held(Instant At, string Cluster, string? State, Instant Until) : Fact(At);

/// <summary>All records were lost.</summary>
internal sealed record Lost(Instant At) : Fact(At);

/// <summary>Runs or calls may fail.</summary>
internal sealed record Disturbed(Instant At, Instant Until) : Fact(At);

using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>A one-time event about a cluster, reported once.</summary>
/// <param name="Occasion">An instant that is the same in every run that finds the event.</param>
/// <param name="Clause">A clause that follows the cluster's name.</param>
internal sealed record Happening(EventKind Kind, string ClusterId, string ClusterName, Instant Occasion, string Clause)
{
    /// <summary>Whether it ends an earlier event.</summary>
    public bool Over { get; init; }
    /// <summary>The rule's name; null if no rule is involved.</summary>
    public string? Rule { get; init; }
    /// <summary>Whether the cluster is in a dry run.</summary>
    public bool DryRun { get; init; }
}

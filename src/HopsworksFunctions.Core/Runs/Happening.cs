using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Runs;

/// <summary>Something that people hear of once.</summary>
/// <param name="Occasion">The same whichever run finds it.</param>
/// <param name="Clause">Follows the cluster's name.</param>
internal sealed record Happening(EventKind Kind, string ClusterId, string ClusterName, Instant Occasion, string Clause)
{
    /// <summary>It ends what people were told before.</summary>
    public bool Over { get; init; }
    /// <summary>Null when no rule is involved.</summary>
    public string? Rule { get; init; }
    /// <summary>Of a cluster whose decisions are only recorded.</summary>
    public bool DryRun { get; init; }
}

using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>For how long the policies kept clusters stopped: what is left of periods when only sums are asked for.</summary>
/// <param name="Clusters">By ID; only those that were stopped.</param>
internal sealed record SavedTimes(IReadOnlyDictionary<string, SavedTime> Clusters)
{
    public IEnumerable<NodeList> Lists => Clusters.Values.SelectMany(cluster => cluster.Ticks.Keys);

    /// <param name="stretches">Oldest first for each cluster.</param>
    public static SavedTimes Of(IEnumerable<DownTime> stretches) => new(stretches.GroupBy(stretch => stretch.ClusterId)
        .ToDictionary(its => its.Key, its => new SavedTime(its.Last().ClusterName, SavingsTotals.TicksOf(its))));

    /// <summary>What they are worth together.</summary>
    public SavingsFigures FiguresOf(IReadOnlyDictionary<Machine, Rate> rates) =>
        new() { Sums = SavingsTotals.Of(Clusters.Values.SelectMany(cluster => cluster.Ticks), rates) };

    /// <summary>What each is worth.</summary>
    public IEnumerable<ClusterSavings> FiguresOfEach(IReadOnlyDictionary<Machine, Rate> rates) => Clusters.Select(
        cluster => new ClusterSavings
        {
            Sums = SavingsTotals.Of(cluster.Value.Ticks, rates), Id = cluster.Key, Name = cluster.Value.Name,
        });
}

/// <param name="Name">The cluster's latest.</param>
/// <param name="Ticks">For how long each node list was down.</param>
internal sealed record SavedTime(string Name, IReadOnlyDictionary<NodeList, long> Ticks);

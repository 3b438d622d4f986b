using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>The time that the policies kept clusters stopped, for callers that need only sums and no periods.</summary>
/// <param name="Clusters">The stopped clusters by ID.</param>
internal sealed record SavedTimes(IReadOnlyDictionary<string, SavedTime> Clusters)
{
    public IEnumerable<NodeList> Lists => Clusters.Values.SelectMany(cluster => cluster.Ticks.Keys);

    /// <param name="stretches">The periods, oldest first for each cluster.</param>
    public static SavedTimes Of(IEnumerable<DownTime> stretches) => new(stretches.GroupBy(stretch => stretch.ClusterId)
        .ToDictionary(its => its.Key, its => new SavedTime(its.Last().ClusterName, SavingsTotals.TicksOf(its))));

    /// <summary>Returns the value of all clusters together.</summary>
    public SavingsFigures FiguresOf(IReadOnlyDictionary<Machine, Rate> rates) =>
        new() { Sums = SavingsTotals.Of(Clusters.Values.SelectMany(cluster => cluster.Ticks), rates) };

    /// <summary>Returns the value of each cluster.</summary>
    public IEnumerable<ClusterSavings> FiguresOfEach(IReadOnlyDictionary<Machine, Rate> rates) => Clusters.Select(
        cluster => new ClusterSavings
        {
            Sums = SavingsTotals.Of(cluster.Value.Ticks, rates), Id = cluster.Key, Name = cluster.Value.Name,
        });
}

/// <param name="Name">The latest name of the cluster.</param>
/// <param name="Ticks">The ticks for which each node list was stopped.</param>
internal sealed record SavedTime(string Name, IReadOnlyDictionary<NodeList, long> Ticks);

using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>When clusters were busy, and what they were, in some weeks in a row, as little as it can be kept in memory.</summary>
/// <param name="weeks">Each week's Monday, and what is stored of it, by cluster.</param>
internal sealed class KeptActivity(IReadOnlyList<(LocalDate Monday, IReadOnlyDictionary<string, ActivityWeek> Clusters)> weeks)
{
    /// <summary>The IDs of the clusters of which anything is stored.</summary>
    public IEnumerable<string> Clusters => weeks.SelectMany(week => week.Clusters.Keys).Distinct();

    /// <summary>A cluster's changes, oldest first. Each week begins with one, mostly to unknown.</summary>
    public IEnumerable<ObservedActivity> Of(string clusterId) => weeks.SelectMany(week =>
        // A week knows nothing of the week before, so nothing is known of a week without a document.
        (week.Clusters.GetValueOrDefault(clusterId) ?? ActivityWeek.Empty).From(week.Monday)
            .Prepend(new(Activity.Unknown, UtcDay.StartOf(week.Monday))));

    /// <summary>What a cluster was, oldest first. Each week repeats it.</summary>
    public IEnumerable<DatedFacts> FactsOf(string clusterId) =>
        weeks.SelectMany(week => week.Clusters.GetValueOrDefault(clusterId)?.Facts ?? []);
}

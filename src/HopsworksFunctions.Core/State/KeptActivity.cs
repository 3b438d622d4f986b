using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The activity and facts of clusters in consecutive weeks, in a form that uses little memory.</summary>
/// <param name="weeks">The Monday of each week, and its stored activity by cluster.</param>
internal sealed class KeptActivity(IReadOnlyList<(LocalDate Monday, IReadOnlyDictionary<string, ActivityWeek> Clusters)> weeks)
{
    /// <summary>The IDs of the clusters with stored activity or facts.</summary>
    public IEnumerable<string> Clusters => weeks.SelectMany(week => week.Clusters.Keys).Distinct();

    /// <summary>Returns a cluster's changes, oldest first. Every week begins with a change to unknown.</summary>
    public IEnumerable<ObservedActivity> Of(string clusterId) => weeks.SelectMany(week =>
        // A week does not continue the previous week, so a week without a document is unknown.
        (week.Clusters.GetValueOrDefault(clusterId) ?? ActivityWeek.Empty).From(week.Monday)
            .Prepend(new(Activity.Unknown, UtcDay.StartOf(week.Monday))));

    /// <summary>Returns a cluster's facts, oldest first. Every week repeats them.</summary>
    public IEnumerable<DatedFacts> FactsOf(string clusterId) =>
        weeks.SelectMany(week => week.Clusters.GetValueOrDefault(clusterId)?.Facts ?? []);
}

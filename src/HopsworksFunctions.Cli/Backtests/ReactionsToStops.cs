using System.Text;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>Holds set in the hour before a stop. They are reactions to that stop, which other policies might not make.</summary>
internal static class ReactionsToStops
{
    private static readonly Duration Before = Duration.FromHours(1);

    public static FleetHistory Without(FleetHistory history)
    {
        var policies = history.Policies.Select(p => (p.At, Policies: p.Text is { } text ? Parse(text) : null)).ToList();
        return history with
        {
            Clusters = [.. history.Clusters.Select(cluster => cluster with
            {
                Holds = [.. cluster.Holds.Where(hold => !IsReaction(hold, cluster))],
            })],
        };

        bool IsReaction(HistoryHold hold, ObservedCluster cluster)
        {
            if (hold.State is null or HoldState.Down)
                return false;
            var facts = (cluster.Facts.LastOrDefault(f => f.At <= hold.At) ?? cluster.Facts[0]).Facts;
            var rule = policies.LastOrDefault(p => p.At <= hold.At).Policies?.RuleFor(facts.ToCluster(cluster.Id));
            return rule?.Schedule is { } schedule && schedule.IsUp(hold.At)
                && schedule.After(hold.At).TakeWhile(boundary => boundary.At <= hold.At + Before).Any(boundary => !boundary.Up);
        }
    }

    private static PolicySet? Parse(string text) => PolicyFile.Parse(Encoding.UTF8.GetBytes(text)).Policies;
}

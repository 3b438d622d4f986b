using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>An output of one JSON object per line: calls and notices in chronological order, then the totals.</summary>
internal sealed class JsonSimulationOutput(TextWriter lines, TextWriter errors) : ISimulationOutput
{
    private static readonly SavingsFigures NothingSaved = new() { ListPriceUsd = 0, PricedShare = 1 };

    public void Write(SimulatedCall call) => JsonLine.Write(lines, new
    {
        At = Text(call.At),
        call.Cluster,
        call.Call,
        Outcome = call.Accepted ? "accepted" : "failed",
        call.Reason,
        call.Rule,
    });

    /// <summary>Leaves out <c>cluster</c> and <c>rule</c> if a notice concerns none.</summary>
    public void Write(Instant at, Notice notice)
    {
        var line = new OrderedDictionary<string, object> { ["at"] = Text(at) };
        if (notice.ClusterId is { } cluster)
            line.Add("cluster", cluster);
        if (notice.Rule is { } rule)
            line.Add("rule", rule);
        line.Add("notice", notice.Kind);
        line.Add("over", notice.Over);
        line.Add("message", notice.Message);
        JsonLine.Write(lines, line);
    }

    public void Refused(Instant at, string message) => errors.WriteLine($"{Text(at)}: {message}");

    public void Seen(Instant at, EmulatedControlPlane controlPlane)
    {
    }

    /// <summary>Leaves out <c>saved</c> if there are no prices.</summary>
    public void Write(SimulationTotals totals, SavingsReport? saved)
    {
        var clusters = saved?.Clusters.ToDictionary(cluster => cluster.Id, cluster => (SavingsFigures)cluster);
        var members = Figures(totals.HoursUp, totals.HoursDown, totals.Stops, totals.Starts, saved);
        members.Add("stopsAvoided", totals.Late.Avoided.ToDictionary(count => CamelCase.Of(count.Key), count => count.Value));
        members.Add("stopsDelayed", totals.Late.Delayed.ToDictionary(count => CamelCase.Of(count.Key), count => count.Value));
        members.Add("blocked", totals.Late.Blocked.Select(stop => new
        {
            At = Text(stop.At),
            Until = stop.Until is { } until ? Text(until) : null,
            stop.Cluster,
            Idle = stop.IsIdle,
        }));
        if (saved is not null)
            members.Add("prices", saved.PriceNote is { } note ? $"{saved.Label}; {note}" : saved.Label);
        members.Add("clusters", totals.Clusters.ToDictionary(cluster => cluster.Key, cluster => Figures(
            cluster.Value.Up.TotalHours, cluster.Value.Down.TotalHours, cluster.Value.Stops, cluster.Value.Starts,
            clusters is null ? null : clusters.GetValueOrDefault(cluster.Key, NothingSaved))));
        JsonLine.Write(lines, new { Totals = members });
    }

    private static OrderedDictionary<string, object> Figures(double up, double down, int stops, int starts, SavingsFigures? saved)
    {
        var figures = new OrderedDictionary<string, object>
        {
            ["hoursUp"] = Rounded(up), ["hoursDown"] = Rounded(down), ["stops"] = stops, ["starts"] = starts,
        };
        if (saved is not null)
            figures.Add("saved", new { saved.NodeHours, saved.ListPriceUsd, saved.PricedShare, saved.SpotNodeHours });
        return figures;
    }

    private static double Rounded(double hours) => Math.Round(hours, 4);

    private static string Text(Instant at) => InstantPattern.General.Format(at);
}

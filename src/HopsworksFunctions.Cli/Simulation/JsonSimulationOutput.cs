using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Runs;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Writes one JSON object per line: calls and notices in the order of time, then the totals.</summary>
internal sealed class JsonSimulationOutput(TextWriter lines, TextWriter errors) : ISimulationOutput
{
    public void Write(SimulatedCall call) => JsonLine.Write(lines, new
    {
        At = Text(call.At),
        call.Cluster,
        call.Call,
        Outcome = call.Accepted ? "accepted" : "failed",
        call.Reason,
        call.Rule,
    });

    /// <summary>Leaves <c>cluster</c> and <c>rule</c> out where a notice concerns none.</summary>
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

    public void Write(SimulationTotals totals) => JsonLine.Write(lines, new
    {
        Totals = new
        {
            HoursUp = Rounded(totals.HoursUp),
            HoursDown = Rounded(totals.HoursDown),
            totals.Stops,
            totals.Starts,
            Clusters = totals.Clusters.ToDictionary(cluster => cluster.Key, cluster => new
            {
                HoursUp = Rounded(cluster.Value.Up.TotalHours),
                HoursDown = Rounded(cluster.Value.Down.TotalHours),
                cluster.Value.Stops,
                cluster.Value.Starts,
            }),
        },
    });

    private static double Rounded(double hours) => Math.Round(hours, 4);

    private static string Text(Instant at) => InstantPattern.General.Format(at);
}

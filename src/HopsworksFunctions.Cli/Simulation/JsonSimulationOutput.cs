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

    public void Write(Instant at, Notice notice) => JsonLine.Write(lines, (notice.ClusterId, notice.Rule) switch
    {
        (null, null) => (object)new { At = Text(at), Notice = notice.Kind, notice.Over, notice.Message },
        ({ } cluster, null) => new { At = Text(at), cluster, Notice = notice.Kind, notice.Over, notice.Message },
        (null, { } rule) => new { At = Text(at), rule, Notice = notice.Kind, notice.Over, notice.Message },
        var (cluster, rule) => new { At = Text(at), cluster, rule, Notice = notice.Kind, notice.Over, notice.Message },
    });

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

using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>One JSON object a line: calls and notices in time order, then the totals.</summary>
internal sealed class JsonSimulationOutput(TextWriter lines, TextWriter errors) : ISimulationOutput
{
    public void Write(SimulatedCall call) => Line(json =>
    {
        json.WriteString("at", Text(call.At));
        json.WriteString("cluster", call.Cluster);
        json.WriteString("call", call.Call);
        json.WriteString("outcome", call.Accepted ? "accepted" : "failed");
        json.WriteString("reason", call.Reason is { } reason ? CamelCase.Of(reason) : null);
        json.WriteString("rule", call.Rule);
    });

    public void Write(Instant at, Notice notice) => Line(json =>
    {
        json.WriteString("at", Text(at));
        if (notice.ClusterId is not null)
            json.WriteString("cluster", notice.ClusterId);
        json.WriteString("notice", CamelCase.Of(notice.Kind));
        json.WriteBoolean("over", notice.Over);
        json.WriteString("message", notice.Message);
    });

    public void Refused(Instant at, string message) => errors.WriteLine($"{Text(at)}: {message}");

    public void Seen(Instant at, EmulatedControlPlane controlPlane)
    {
    }

    public void Write(SimulationTotals totals) => Line(json =>
    {
        json.WriteStartObject("totals");
        Totals(json, totals.HoursUp, totals.HoursDown, totals.Stops, totals.Starts);
        json.WriteStartObject("clusters");
        foreach (var (id, cluster) in totals.Clusters)
        {
            json.WriteStartObject(id);
            Totals(json, cluster.Up.TotalHours, cluster.Down.TotalHours, cluster.Stops, cluster.Starts);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Totals(Utf8JsonWriter json, double up, double down, int stops, int starts)
    {
        json.WriteNumber("hoursUp", Math.Round(up, 4));
        json.WriteNumber("hoursDown", Math.Round(down, 4));
        json.WriteNumber("stops", stops);
        json.WriteNumber("starts", starts);
    }

    private static string Text(Instant at) => InstantPattern.General.Format(at);

    private void Line(Action<Utf8JsonWriter> members) => JsonLine.Write(lines, members);
}

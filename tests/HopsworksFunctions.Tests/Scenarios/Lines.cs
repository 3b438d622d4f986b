using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>The effects of a simulation as lines: <c>at cluster call outcome</c> and <c>at notice kind [cluster] begins|over</c>.</summary>
internal sealed class Lines : ISimulationOutput
{
    public List<string> All { get; } = [];
    public List<SimulatedCall> Calls { get; } = [];
    public List<(Instant At, Notice Notice)> Notices { get; } = [];
    public Action<Instant, EmulatedControlPlane>? OnSeen { get; init; }
    public bool NeedsEveryTick { get; init; }

    public static async Task<Lines> OfAsync(Scenario scenario, Action<Instant, EmulatedControlPlane>? onSeen = null)
    {
        var lines = new Lines { OnSeen = onSeen };
        await Simulator.RunAsync(scenario, lines, TestContext.Current.CancellationToken);
        return lines;
    }

    public void Write(SimulatedCall call)
    {
        Calls.Add(call);
        All.Add($"{Text(call.At)} {call.Cluster} {call.Call} {(call.Accepted ? "accepted" : "failed")}");
    }

    public void Write(Instant at, Notice notice)
    {
        Notices.Add((at, notice));
        All.Add(string.Join(' ',
            new[] { Text(at), "notice", CamelCase.Of(notice.Kind), notice.ClusterId, notice.Over ? "over" : "begins" }.Where(
            word => word is not null)));
    }

    public void Refused(Instant at, string message)
    {
    }

    public void Seen(Instant at, EmulatedControlPlane controlPlane) => OnSeen?.Invoke(at, controlPlane);

    private static string Text(Instant at) => InstantPattern.General.Format(at);
}

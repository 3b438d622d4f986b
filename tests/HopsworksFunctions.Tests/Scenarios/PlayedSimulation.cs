using System.Text;
using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using NodaTime;
using Spectre.Console;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Everything that a simulation produces: both outputs with totals and savings, the audit log, and what each run found.</summary>
internal sealed class PlayedSimulation : ISimulationOutput, IAuditLog
{
    private static readonly PriceTable Prices =
        PriceTable.Parse(File.ReadAllBytes(Repository.PathTo("prices.sample.json"))).Table!;

    // The documents' options omit read-only properties, because those cannot be read back.
    private static readonly JsonSerializerOptions All = new(StateJson.Documents) { IgnoreReadOnlyProperties = false };

    private readonly StringBuilder json = new();
    private readonly StringBuilder errors = new();
    private readonly StringBuilder text = new();
    private readonly JsonSimulationOutput lines;
    private readonly TimelineOutput timeline;
    private readonly SimulatedSavings savings = new(Prices);
    private readonly MemoryAuditLog audit = new();
    private readonly List<string> entries = [];
    private readonly Func<Instant, bool> isAsked;
    private Instant began;

    private PlayedSimulation(Scenario scenario, bool everyTick, Func<Instant, bool> isAsked)
    {
        (NeedsEveryTick, this.isAsked) = (everyTick, isAsked);
        lines = new(new StringWriter(json), new StringWriter(errors));
        timeline = new(
            AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(new StringWriter(text)), Interactive = InteractionSupport.No }),
            scenario.Start, scenario.End);
    }

    public bool NeedsEveryTick { get; }

    /// <summary>The printed output and the audit log.</summary>
    public string Outputs => $"{json}\n{errors}\n{text}\n{string.Join('\n', entries)}";

    /// <summary>What the requested runs found, by the true time of each run's start.</summary>
    public Dictionary<Instant, string> Runs { get; } = [];

    public int RunCount { get; private set; }

    public int Calls { get; private set; }

    public static async Task<PlayedSimulation> OfAsync(Scenario scenario, bool everyTick, Func<Instant, bool> isAsked)
    {
        var played = new PlayedSimulation(scenario, everyTick, isAsked);
        var totals = await Simulator.RunAsync(scenario, played, TestContext.Current.CancellationToken, played, played.Finished);
        var saved = played.savings.Report(scenario.Start, scenario.End);
        played.lines.Write(totals, saved);
        played.timeline.Write(totals, saved);
        return played;
    }

    public void Write(SimulatedCall call)
    {
        Calls++;
        lines.Write(call);
        timeline.Write(call);
    }

    public void Write(Instant at, Notice notice)
    {
        lines.Write(at, notice);
        timeline.Write(at, notice);
    }

    public void Write(SimulatedRead read)
    {
        if (read.Cluster is null)
            began = read.Began;
    }

    public void Refused(Instant at, string message)
    {
        lines.Refused(at, message);
        timeline.Refused(at, message);
    }

    public void Seen(Instant at, EmulatedControlPlane controlPlane) => timeline.Seen(at, controlPlane);

    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        entries.Add(JsonSerializer.Serialize(entry, All));
        await audit.AppendAsync(entry, cancellationToken);
        await savings.AppendAsync(entry, cancellationToken);
    }

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => audit.ReadAsync(query, cancellationToken);

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Task.CompletedTask;

    private void Finished(RunReport report)
    {
        RunCount++;
        if (isAsked(began))
            Runs.Add(began, Text(report));
    }

    private static string Text(RunReport report) => JsonSerializer.Serialize(
        new
        {
            report.StartedAt,
            report.FinishedAt,
            report.Outcome,
            report.Error,
            report.Policies,
            report.LookedBefore,
            report.Notices,
            report.Incidents,
            Clusters = report.Clusters.Select(cluster => new
            {
                cluster.Cluster.Id,
                cluster.Before,
                cluster.Done,
                cluster.DryRun,
                cluster.Error,
                cluster.Hold,
                cluster.Sample,
                cluster.Decision.Action,
                cluster.Decision.Reason,
                Rule = cluster.Decision.Rule?.Name,
                cluster.Decision.Record,
                cluster.Decision.Since,
                cluster.Decision.Until,
                cluster.Decision.Next,
                cluster.Decision.Warning,
                cluster.Decision.Due,
            }),
        }, All);
}

using System.Diagnostics.CodeAnalysis;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A simulation of a scenario, with the real reconciler and engine, the emulator's control plane and a virtual clock.</summary>
internal sealed class Simulator
{
    private readonly Scenario scenario;
    private readonly ISimulationOutput output;
    private readonly IAuditLog audit;
    private readonly Action<RunReport>? finished;
    private readonly VirtualTime time;
    private readonly ProcessTime clock;
    private readonly EmulatedControlPlane controlPlane;
    private readonly FaultPlan faults = new();
    private readonly MemoryAccountStore store;
    private readonly SimulatedHistory? kept;
    private readonly ISimulatedPeople? people;
    private readonly SimulatedPolicies policies;
    private readonly SimulatedHolds holds;
    private readonly UptimeMeter uptime;
    private readonly StopMeter stops = new();
    private SimulatedHopsworks hopsworks;
    private Reconciler reconciler;
    private Instant skippedUntil = Instant.MinValue;
    private Instant quietUntil = Instant.MinValue;
    private int skipped;
    private Duration latest;

    private Simulator(
        Scenario scenario, ISimulationOutput output, IAuditLog audit, Action<RunReport>? finished, SimulatedHistory? kept,
        ISimulatedPeople? people)
    {
        (this.scenario, this.output, this.audit, this.finished, this.kept, this.people) = (scenario, output, audit, finished, kept, people);
        store = kept?.Account ?? new("simulation");
        time = new(scenario.Start);
        clock = new(time);
        // A cluster stays in the running state for a moment after an accepted stop. The configured stop time includes it.
        var lag = Duration.Min(scenario.StopTakes, Duration.FromSeconds(20));
        controlPlane = new(time, EmulatorTimings.Immediate with
        {
            StopLag = lag.ToTimeSpan(),
            Stop = (scenario.StopTakes - lag).ToTimeSpan(),
            Start = scenario.StartTakes.ToTimeSpan(),
            Backup = scenario.BackupTakes.ToTimeSpan(),
        });
        var later = scenario.Events.OfType<ScenarioEvent.Create>().Select(create => create.Cluster).ToHashSet();
        foreach (var cluster in scenario.Clusters.Where(cluster => !later.Contains(cluster.Id)))
            controlPlane.Add(cluster);
        policies = new(scenario.Policies);
        holds = new(store, audit, controlPlane, policies, clock, message => output.Refused(time.Now, message));
        uptime = new(controlPlane, time);
        StartProcess();
    }

    /// <param name="audit">The audit log of the simulated runs; null for none.</param>
    /// <param name="finished">Called with each run's report.</param>
    /// <param name="kept">The account and the storage of a history; null for none.</param>
    /// <param name="people">People who react to the clusters; null for none.</param>
    public static async Task<SimulationTotals> RunAsync(
        Scenario scenario, ISimulationOutput output, CancellationToken cancellationToken,
        IAuditLog? audit = null, Action<RunReport>? finished = null, SimulatedHistory? kept = null, ISimulatedPeople? people = null)
    {
        var simulator = new Simulator(scenario, output, audit ?? new NoAudit(), finished, kept, people);
        await simulator.RunAsync(cancellationToken);
        return simulator.uptime.Totals with { Late = simulator.stops.Totals };
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var events = new Queue<ScenarioEvent>(scenario.Events);
        for (var tick = scenario.Start; tick <= scenario.End; tick += scenario.Tick)
        {
            if (tick < quietUntil)
            {
                skipped++;
                continue;
            }
            cancellationToken.ThrowIfCancellationRequested();
            await StoreSkippedAsync();
            await PlayAsync(events, tick);
            var begin = Instant.Min(tick + TickDelay.Of(tick, scenario, latest), scenario.End);
            await PlayAsync(events, begin);
            AdvanceTo(begin);
            StartByHand();
            var run = tick < skippedUntil ? null : await TickAsync(tick + scenario.Tick, cancellationToken);
            quietUntil = run is null ? Instant.MinValue : QuietUntil(run, tick, events);
            output.Seen(time.Now, controlPlane);
        }
        await PlayAsync(events, scenario.End);
        AdvanceTo(scenario.End);
    }

    private void StartByHand()
    {
        foreach (var cluster in people?.ToStart(controlPlane) ?? [])
        {
            controlPlane.Start(cluster);
            uptime.Observe();
        }
    }

    /// <summary>Returns the time before which no tick would do anything, or a time in the past if that is uncertain.</summary>
    private Instant QuietUntil(RunReport run, Instant tick, Queue<ScenarioEvent> events)
    {
        if (output.NeedsEveryTick || latest > Duration.Zero || clock.Ahead != Duration.Zero || time.Now != tick
            || faults.Affects(Operation.List, null, time.GetUtcNow())
            || RunHorizon.Of(run, store, policies.Current.Limits.Retry, tick + scenario.Tick) is not { } quiet)
            return Instant.MinValue;
        if (events.TryPeek(out var next))
            quiet = Instant.Min(quiet, next.At);
        return controlPlane.NextChange is { } change ? Instant.Min(quiet, change.ToInstant()) : quiet;
    }

    /// <summary>Stores the runs of the skipped ticks, because later runs read them.</summary>
    private Task StoreSkippedAsync()
    {
        var times = skipped;
        skipped = 0;
        return times == 0 ? Task.CompletedTask : store.RepeatLastRunAsync(times, scenario.Tick, default);
    }

    /// <summary>Runs the reconciler; null if the process died.</summary>
    private async Task<RunReport?> TickAsync(Instant next, CancellationToken cancellationToken)
    {
        try
        {
            var report = await reconciler.RunAsync(new("simulated", "timer") { NextRun = next + clock.Ahead }, cancellationToken);
            finished?.Invoke(report);
            stops.Observe(report, time.Now);
            foreach (var notice in report.Notices)
                output.Write(time.Now, notice);
            return report;
        }
        catch (SimulatedCrashException)
        {
            StartProcess();
            return null;
        }
    }

    private async Task PlayAsync(Queue<ScenarioEvent> events, Instant until)
    {
        while (events.TryPeek(out var next) && next.At <= until)
        {
            events.Dequeue();
            AdvanceTo(next.At);
            await PlayAsync(next);
        }
    }

    private async Task PlayAsync(ScenarioEvent happening)
    {
        await holds.PlayAsync(happening);
        Play(happening);
        uptime.Observe();
    }

    private void Play(ScenarioEvent happening)
    {
        switch (happening)
        {
            case ScenarioEvent.Manual action:
                ActManually(action);
                break;
            case ScenarioEvent.InjectFault wrong:
                faults.Add(wrong.Fault);
                break;
            case ScenarioEvent.SkipTicks skip:
                skippedUntil = Instant.Max(skippedUntil, skip.Until);
                break;
            case ScenarioEvent.Crash:
                hopsworks.CrashAfterNextAction = true;
                break;
            case ScenarioEvent.NewPolicies changed:
                policies.Change(changed.Parse);
                break;
            case ScenarioEvent.LoseState:
                store.Clear();
                break;
            case ScenarioEvent.Jitter jitter:
                latest = jitter.UpTo;
                break;
            case ScenarioEvent.Clock set:
                clock.Ahead = set.By;
                break;
            default:
                controlPlane.Play(happening, scenario);
                break;
        }
    }

    private void ActManually(ScenarioEvent.Manual action)
    {
        var isStop = action.Action == ClusterAction.Stop;
        var result = isStop ? controlPlane.Stop(action.Cluster) : controlPlane.Start(action.Cluster);
        if (!result.Accepted)
            output.Refused(time.Now, $"the manual {CamelCase.Of(action.Action)} of {action.Cluster} was refused: {result.Message}");
        if (isStop)
            uptime.ExpectStopEnd(scenario.StopTakes);
    }

    private void AdvanceTo(Instant instant)
    {
        uptime.AdvanceTo(instant);
        time.AdvanceTo(instant);
    }

    private void Received(SimulatedCall call)
    {
        output.Write(call);
        uptime.Count(call);
        uptime.ExpectStopEnd(scenario.StopTakes);
    }

    [MemberNotNull(nameof(hopsworks), nameof(reconciler))]
    private void StartProcess()
    {
        hopsworks = new(controlPlane, faults, time, store, Received, output.Write);
        var lease = new MemoryRunLease(clock);
        reconciler = new(
            hopsworks, hopsworks, policies, new(store, audit, lease, null, kept?.Activity, kept?.Policies), new NoNotifications(), clock,
            NullLogger<Reconciler>.Instance);
    }
}

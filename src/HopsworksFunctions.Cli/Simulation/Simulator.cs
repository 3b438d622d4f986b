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

/// <summary>Plays a scenario with the real reconciler and engine against the emulator's control plane, on a virtual clock.</summary>
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
    private readonly MemoryAccountStore store = new("simulation");
    private readonly SimulatedPolicies policies;
    private readonly UptimeMeter uptime;
    private readonly StopMeter stops = new();
    private SimulatedHopsworks hopsworks;
    private Reconciler reconciler;
    private Instant skippedUntil = Instant.MinValue;
    private Instant quietUntil = Instant.MinValue;
    private int skipped;
    private Duration latest;

    private Simulator(Scenario scenario, ISimulationOutput output, IAuditLog audit, Action<RunReport>? finished)
    {
        (this.scenario, this.output, this.audit, this.finished) = (scenario, output, audit, finished);
        time = new(scenario.Start);
        clock = new(time);
        // A cluster reads as running for a moment after an accepted stop; the time that a stop takes includes it.
        var lag = Duration.Min(scenario.StopTakes, Duration.FromSeconds(20));
        controlPlane = new(time, EmulatorTimings.Immediate with
        {
            StopLag = lag.ToTimeSpan(),
            Stop = (scenario.StopTakes - lag).ToTimeSpan(),
            Start = scenario.StartTakes.ToTimeSpan(),
        });
        foreach (var cluster in scenario.Clusters)
            controlPlane.Add(cluster);
        policies = new(scenario.Policies);
        uptime = new(controlPlane, time);
        StartProcess();
    }

    /// <param name="audit">The audit log of the simulated runs; null for none.</param>
    /// <param name="finished">Called with each run's report.</param>
    public static async Task<SimulationTotals> RunAsync(
        Scenario scenario, ISimulationOutput output, CancellationToken cancellationToken,
        IAuditLog? audit = null, Action<RunReport>? finished = null)
    {
        var simulator = new Simulator(scenario, output, audit ?? new NoAudit(), finished);
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
            var begin = Instant.Min(tick + Late(tick), scenario.End);
            await PlayAsync(events, begin);
            AdvanceTo(begin);
            var run = tick < skippedUntil ? null : await TickAsync(tick + scenario.Tick, cancellationToken);
            quietUntil = run is null ? Instant.MinValue : QuietUntil(run, tick, events);
            output.Seen(time.Now, controlPlane);
        }
        await PlayAsync(events, scenario.End);
        AdvanceTo(scenario.End);
    }

    /// <summary>Until when no tick after a run would do anything. Where that is not clear, it is in the past.</summary>
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

    /// <summary>Stores the runs of the skipped ticks, because later runs look back at them.</summary>
    private Task StoreSkippedAsync()
    {
        var times = skipped;
        skipped = 0;
        return times == 0 ? Task.CompletedTask : store.RepeatLastRunAsync(times, scenario.Tick, default);
    }

    /// <summary>Null if the process died.</summary>
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
        if (happening is ScenarioEvent.SetHold hold)
            await HoldAsync(hold);
        else if (happening is ScenarioEvent.Release release)
            await store.RemoveHoldAsync(release.Cluster, default);
        else
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
            case ScenarioEvent.Change change:
                controlPlane.Set(change.Cluster, change.Apply, change.EndsTransition);
                break;
            case ScenarioEvent.SpotLoss loss:
                controlPlane.LoseSpotWorkers(loss.Cluster, loss.Count);
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

    private async Task HoldAsync(ScenarioEvent.SetHold hold)
    {
        var rule = policies.Current.RuleFor(ClusterView.Of(controlPlane.Get(hold.Cluster)!));
        var record = (await store.LoadAsync(default)).Records.GetValueOrDefault(hold.Cluster);
        var (until, refusal) = hold.Until.Resolve(rule, record, hold.State, clock.Now);
        if (until is { } end)
            await store.SaveAsync(new Hold(hold.Cluster, hold.State, clock.Now, end, "scenario", null), default);
        else
            output.Refused(time.Now, $"hold on {hold.Cluster} refused: {refusal}");
    }

    /// <summary>A tick's delay: any time up to the latest, and the same whenever the scenario is played.</summary>
    private Duration Late(Instant tick)
    {
        // The finalizer of SplitMix64, which spreads neighbouring numbers.
        var hash = (ulong)((tick - scenario.Start) / scenario.Tick) + 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return Duration.FromNanoseconds((long)((hash ^ (hash >> 31)) % (ulong)(latest.ToInt64Nanoseconds() + 1)));
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
            hopsworks, hopsworks, policies, new(store, audit, lease), new NoNotifications(), clock, NullLogger<Reconciler>.Instance);
    }
}

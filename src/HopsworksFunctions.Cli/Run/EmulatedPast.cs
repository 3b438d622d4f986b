using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Run;

/// <summary>
/// The last four weeks of the emulated fleet: a simulation of its policies and of <see cref="EmulatedLife"/>. It ends minutes before
/// now, with two holds that the first real run acts on.
/// </summary>
internal sealed class EmulatedPast
{
    private const string Trigger = "emulated past";

    /// <summary>
    /// The time that the advice needs to check its windows against a week that it did not use; the dashboard shows the same time.
    /// </summary>
    private static readonly Duration Length = Duration.FromDays(28);
    private static readonly Duration Tick = Duration.FromMinutes(5);
    // The actions of the last run have completed a minute before now, and the first real run is not late.
    private static readonly Duration StopTakes = Duration.FromMinutes(4);
    private static readonly Duration StartTakes = Duration.FromMinutes(6);
    private static readonly Duration SinceLastRun = Duration.FromMinutes(10);

    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuuMMdd-HHmm");

    private readonly MemoryAuditLog audit = new();
    private readonly Watch watch = new();

    private readonly EmulatedShare share;

    private EmulatedPast(EmulatedShare share) => this.share = share;

    public MemoryAccountStore Account { get; } = new("emulated");

    /// <summary>The history of the activity and of the policies.</summary>
    public MemoryDocumentStore Documents { get; } = new();

    /// <summary>The last runs, oldest first.</summary>
    public IEnumerable<FinishedRun> Runs => Account.Runs.Take(20).Reverse()
        .Select(run => run with { Id = RunAt(Instant.FromDateTimeOffset(run.StartedAt)), Trigger = Trigger });

    /// <summary>Returns the entries of the audit log, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(CancellationToken cancellationToken)
    {
        var page = await audit.ReadAsync(new(Limit: int.MaxValue - 1), cancellationToken);
        return [.. page.Entries.Reverse().Select(entry => entry with { RunId = RunAt(entry.At), Trigger = Trigger })];
    }

    /// <summary>Returns the fleet at the end of the past. Operations that are in progress now, such as a backup, are as seeded.</summary>
    public IReadOnlyList<EmulatedCluster> FleetAt(DateTimeOffset now) =>
        [.. share.Of(SeededFleet.Create(now)).Select(seeded => watch.Fleet.Get(seeded.Id) is { } lived
            ? seeded with
            {
                State = lived.State, ActivationState = lived.ActivationState, StartedOn = lived.StartedOn, Workers = lived.Workers,
            }
            : seeded)];

    public static async Task<EmulatedPast> PlayAsync(
        PolicySet policies, EmulatedShare share, Instant now, CancellationToken cancellationToken)
    {
        var past = new EmulatedPast(share);
        var (lastRun, end) = (now - SinceLastRun, now - Duration.FromMinutes(1));
        var start = lastRun - Length;
        var today = now.ToDateTimeOffset();
        // New clusters are as seeded and have no past.
        var old = share.Of(SeededFleet.Create(today)).Where(c => today - c.CreatedOn > TimeSpan.FromDays(1)).Select(c => c.Id).ToHashSet();
        var clusters = share.Of(SeededFleet.Create(start.ToDateTimeOffset())).Where(c => old.Contains(c.Id)).Select(Uneventful).ToList();
        var life = new EmulatedLife(clusters.ToDictionary(c => c.Name, c => c.Id), policies.Zone);
        var scenario = new Scenario(
            policies, start, end, Tick, StartTakes, StopTakes, clusters,
            [.. life.Between(start, lastRun), new ScenarioEvent.SkipTicks(lastRun + Duration.FromSeconds(1), now)]);
        var kept = new SimulatedHistory(past.Account, new(past.Documents, Length * 2), new(past.Documents, Length * 2));
        await Simulator.RunAsync(scenario, past.watch, cancellationToken, past.audit, kept: kept);
        await past.HoldOneOfEachAsync(policies, end);
        return past;
    }

    /// <summary>
    /// Sets two holds on clusters with a schedule: one keeps a stopped cluster running, the other keeps a running cluster stopped.
    /// </summary>
    private async Task HoldOneOfEachAsync(PolicySet policies, Instant at)
    {
        var time = new VirtualTime(at);
        var source = new SimulatedPolicies(policies);
        var hopsworks = new SimulatedHopsworks(watch.Fleet, new(), time, Account, _ => { });
        var people = new Holds(new(hopsworks, source, time), Account, audit, time, NullLogger<Holds>.Instance);
        await HoldFirstAsync(ClusterStates.Stopped, HoldState.Up, "dora", "a demo for the board");
        await HoldFirstAsync(ClusterStates.Running, HoldState.Down, "data platform", "its data is being moved");

        async Task HoldFirstAsync(string state, HoldState wanted, string by, string reason)
        {
            var last = watch.Fleet.List().LastOrDefault(cluster => cluster.State == state
                && !Account.Holds.ContainsKey(cluster.Id) && policies.RuleFor(ClusterView.Of(cluster))?.Schedule is not null);
            if (last is null)
                return;
            var hold = new HoldRequest(wanted, new HoldEnd.After(Duration.FromHours(3)), reason);
            await people.SetAsync(last.Id, hold, new(by, Trigger, Trigger), dryRun: false, CancellationToken.None);
        }
    }

    private static string RunAt(Instant at) => $"emulated-past-{Minute.Format(at)}";

    /// <summary>Removes activity and operations that cannot last for weeks.</summary>
    private static EmulatedCluster Uneventful(EmulatedCluster cluster) =>
        cluster with { Activity = EmulatedActivity.Idle, BackupPipelineInProgress = false, UpgradeInProgress = null };

    private sealed class Watch : ISimulationOutput
    {
        public EmulatedControlPlane Fleet { get; private set; } = null!;

        public void Seen(Instant at, EmulatedControlPlane controlPlane) => Fleet = controlPlane;

        public void Write(SimulatedCall call)
        {
            // The audit log has the call.
        }

        public void Write(Instant at, Notice notice)
        {
            // Nobody is notified of old events.
        }

        public void Refused(Instant at, string message)
        {
            // The user's policies may protect a cluster that people would stop, or may have no rule for it.
        }
    }
}

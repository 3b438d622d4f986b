using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Cli.Run;

/// <summary>
/// The last week of the emulated fleet: the real reconciler and policies on a virtual clock, and a few manual actions. It ends minutes
/// before now, with two holds that the first real run acts on.
/// </summary>
internal sealed class EmulatedPast
{
    private const string Trigger = "emulated past";
    private static readonly Duration Tick = Duration.FromMinutes(5);
    private static readonly Duration Length = Duration.FromDays(8);

    private readonly VirtualTime time;
    private readonly EmulatedControlPlane controlPlane;
    private readonly Reconciler reconciler;
    private readonly Holds people;

    private EmulatedPast(PolicySet policies, IReadOnlyList<EmulatedCluster> fleet, Instant start)
    {
        time = new(start);
        controlPlane = new(time, EmulatorTimings.Immediate with
        {
            StopLag = TimeSpan.FromSeconds(20),
            Stop = TimeSpan.FromMinutes(4),
            Start = TimeSpan.FromMinutes(6),
        });
        foreach (var cluster in fleet)
            controlPlane.Add(cluster);
        var source = new SimulatedPolicies(policies);
        var hopsworks = new SimulatedHopsworks(controlPlane, new(), time, Account, _ => { });
        reconciler = new(
            hopsworks, hopsworks, source, new(Account, Audit, new MemoryRunLease(time)), new NoNotifications(), time,
            NullLogger<Reconciler>.Instance);
        people = new(new(hopsworks, source, time), Account, Audit, time, NullLogger<Holds>.Instance);
    }

    public MemoryAccountStore Account { get; } = new("emulated");

    public MemoryAuditLog Audit { get; } = new();

    /// <summary>The fleet at the end of the past, with what is in progress now, such as a backup, as seeded.</summary>
    public IReadOnlyList<EmulatedCluster> FleetAt(DateTimeOffset now) =>
        [.. SeededFleet.Create(now).Select(seeded => controlPlane.Get(seeded.Id) is { } lived && !IsNew(seeded, now)
            ? seeded with
            {
                State = lived.State, ActivationState = lived.ActivationState, StartedOn = lived.StartedOn, Workers = lived.Workers,
            }
            : seeded)];

    public static async Task<EmulatedPast> PlayAsync(PolicySet policies, Instant now, CancellationToken cancellationToken)
    {
        var end = now - Duration.FromMinutes(2);
        var start = end - Length;
        var past = new EmulatedPast(policies, [.. SeededFleet.Create(start.ToDateTimeOffset()).Select(Uneventful)], start);
        var latestTurn = policies.Schedules.Values.Select(s => s.At(now).Since).Max() ?? now;
        var events = past.ManualActions(Instant.Max(start + Tick, latestTurn) - Duration.FromSeconds(1));
        for (var run = 1; ; run++)
        {
            while (events.TryPeek(out var next, out var at) && at <= past.time.Now)
            {
                events.Dequeue();
                await next();
            }
            await past.reconciler.RunAsync(new($"{Trigger.Replace(' ', '-')}-{run}", Trigger), cancellationToken);
            if (past.time.Now >= end)
                break;
            past.time.Advance(Tick);
        }
        past.time.Advance(Duration.FromMinutes(1));
        await past.HoldOneOfEachAsync(policies);
        return past;
    }

    /// <summary>Lets people ask for a cluster under a schedule that is stopped to run, and for one that runs to be stopped.</summary>
    private async Task HoldOneOfEachAsync(PolicySet policies)
    {
        var now = time.GetUtcNow();
        // New ones are as seeded, and have no past.
        var old = SeededFleet.Create(now).Where(cluster => !IsNew(cluster, now)).Select(cluster => cluster.Id).ToHashSet();
        await HoldFirstAsync(ClusterStates.Stopped, HoldState.Up, "dora", "a demo for the board");
        await HoldFirstAsync(ClusterStates.Running, HoldState.Down, "data platform", "its data is being moved");

        async Task HoldFirstAsync(string state, HoldState wanted, string by, string reason)
        {
            var last = controlPlane.List().LastOrDefault(cluster => cluster.State == state && old.Contains(cluster.Id)
                && !Account.Holds.ContainsKey(cluster.Id) && policies.RuleFor(ClusterView.Of(cluster))?.Schedule is not null);
            if (last is not null)
                await HoldAsync(last.Id, wanted, 3, by, reason);
        }
    }

    private Task<OperationResult<HeldCluster>> HoldAsync(string id, HoldState state, int hours, string by, string reason)
    {
        var hold = new HoldRequest(state, new HoldEnd.After(Duration.FromHours(hours)), reason);
        return people.SetAsync(id, hold, new(by, Trigger, $"emulated-{by}"), dryRun: false, CancellationToken.None);
    }

    /// <summary>The manual starts, stops and holds. Whether a cluster accepts them depends on the schedules.</summary>
    private PriorityQueue<Func<Task>, Instant> ManualActions(Instant end)
    {
        var ids = controlPlane.List().ToDictionary(c => c.Name, c => c.Id);
        var events = new PriorityQueue<Func<Task>, Instant>();
        At(69, () => controlPlane.Stop(ids["dev-bjorn"]));
        At(57, () => controlPlane.Stop(ids["dev-bjorn"]));
        At(34, () => controlPlane.Start(ids["dev-dora"]));
        At(22, () => controlPlane.Start(ids["dev-dora"]));
        Hold(52, "dev-anna", HoldState.Up, 10, "anna", "a training that runs into the night");
        Hold(100, "train-nlp", HoldState.Down, 30, "data platform", "new data is being loaded");
        return events;

        void Add(int hoursBefore, Func<Task> act) => events.Enqueue(act, end - Duration.FromHours(hoursBefore));

        void At(int hoursBefore, Action act) => Add(hoursBefore, () =>
        {
            act();
            return Task.CompletedTask;
        });

        void Hold(int hoursBefore, string cluster, HoldState state, int hours, string by, string reason) => Add(
            hoursBefore, () => HoldAsync(ids[cluster], state, hours, by, reason));
    }

    /// <summary>Removes what cannot last a week, and keeps the cluster active so that it is not stopped for idleness.</summary>
    private static EmulatedCluster Uneventful(EmulatedCluster cluster) =>
        cluster with { Activity = EmulatedActivity.Busy, BackupPipelineInProgress = false, UpgradeInProgress = null };

    private static bool IsNew(EmulatedCluster cluster, DateTimeOffset now) => now - cluster.CreatedOn < TimeSpan.FromDays(1);
}

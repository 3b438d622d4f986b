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
/// The last week of the emulated fleet: the real reconciler under the policies in force, on a virtual clock, and a few people who do
/// things by hand. It ends just before the latest turn of a schedule, as if the app had been off since: so the first real run has
/// something to catch up.
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
            StopLag = TimeSpan.FromSeconds(20), Stop = TimeSpan.FromMinutes(4), Start = TimeSpan.FromMinutes(6),
        });
        foreach (var cluster in fleet)
            controlPlane.Add(cluster);
        var source = new SimulatedPolicies(policies);
        var hopsworks = new SimulatedHopsworks(controlPlane, new(), time, Account, _ => { });
        reconciler = new(
            hopsworks, hopsworks, source, new(Account, Audit, new MemoryRunLease(time)), new NoCourier(), time,
            NullLogger<Reconciler>.Instance);
        people = new(new(hopsworks, source), Account, Audit, time, NullLogger<Holds>.Instance);
    }

    public MemoryAccountStore Account { get; } = new("emulated");

    public MemoryAuditLog Audit { get; } = new();

    /// <summary>The fleet as the past left it; what goes on at this moment, such as a backup, is as seeded.</summary>
    public IReadOnlyList<EmulatedCluster> FleetAt(DateTimeOffset now) =>
        [.. SeededFleet.Create(now).Select(seeded => controlPlane.Get(seeded.Id) is { } lived && !IsNew(seeded, now)
            ? seeded with
            {
                State = lived.State, ActivationState = lived.ActivationState, StartedOn = lived.StartedOn, Workers = lived.Workers,
            }
            : seeded)];

    public static async Task<EmulatedPast> LiveAsync(PolicySet policies, Instant now, CancellationToken cancellationToken)
    {
        var latestTurn = policies.Schedules.Values.Select(s => s.At(now).Since).Max() ?? now;
        var end = Instant.Max(now - Length + Tick, latestTurn) - Duration.FromSeconds(1);
        var past = new EmulatedPast(policies, [.. SeededFleet.Create((now - Length).ToDateTimeOffset()).Select(Uneventful)], now - Length);
        var events = past.ByHand(end);
        for (var run = 1; past.time.Now <= end; run++)
        {
            while (events.TryPeek(out var next, out var at) && at <= past.time.Now)
            {
                events.Dequeue();
                await next();
            }
            await past.reconciler.RunAsync(new($"{Trigger.Replace(' ', '-')}-{run}", Trigger), cancellationToken);
            past.time.Advance(Tick);
        }
        return past;
    }

    /// <summary>Some of these meet a cluster that is up, others one that is down and refuses: which, depends on the schedules.</summary>
    private PriorityQueue<Func<Task>, Instant> ByHand(Instant end)
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

        void Hold(int hoursBefore, string cluster, HoldState state, int hours, string by, string reason) => Add(hoursBefore, () =>
        {
            var hold = new HoldRequest(state, new HoldEnd.After(Duration.FromHours(hours)), reason);
            return people.SetAsync(ids[cluster], hold, new(by, Trigger, $"emulated-{by}"), dryRun: false, CancellationToken.None);
        });
    }

    /// <summary>Without what cannot last a week, and busy where idleness would have ended it.</summary>
    private static EmulatedCluster Uneventful(EmulatedCluster cluster) =>
        cluster with { Activity = EmulatedActivity.Busy, BackupPipelineInProgress = false, UpgradeInProgress = null };

    private static bool IsNew(EmulatedCluster cluster, DateTimeOffset now) => now - cluster.CreatedOn < TimeSpan.FromDays(1);
}

using System.Diagnostics.Metrics;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.Telemetry;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>
/// A reconciler at 20:00 UTC on a Monday. Everything around it is real except Hopsworks.ai, and tests set its exact answers.
/// </summary>
internal sealed class Bench
{
    public static readonly Instant Evening = Instant.FromUtc(2026, 6, 1, 20, 0);
    public static readonly Cluster Dev1 = Running("dev-1");

    public const string Office = """
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } }, 'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office' } ] }
        """;

    public Mock<IHopsworksClient> Hopsworks { get; } = new(MockBehavior.Strict);
    public MemoryAccountStore Store { get; } = new("test");
    /// <summary>The store that state is loaded from: <see cref="Store"/> unless a test says otherwise.</summary>
    public IAccountStore Accounts { get; init; }
    public IAuditLog Audit { get; init; } = new MemoryAuditLog();
    /// <summary>Null if nothing reads reports from the audit log.</summary>
    public AuditHistory? History { get; init; }
    /// <summary>Null if no history of activity is kept.</summary>
    public ActivityLog? Activity { get; init; }
    /// <summary>Null if no history of policies is kept.</summary>
    public PolicyHistory? PolicyHistory { get; init; }
    /// <summary>Null if no snapshots are taken.</summary>
    public ISnapshotStore? Snapshots { get; init; }
    public FakeLogger<Reconciler> Log { get; } = new();
    public FakeTimeProvider Time { get; init; } = new(Evening.ToDateTimeOffset());
    public IRunLease Leases { get; init; }
    public INotificationDispatcher Courier { get; init; } = new NoNotifications();
    public IActivityChecks Probe { get; init; } = Mock.Of<IActivityChecks>(MockBehavior.Strict);
    public PolicyReading Policies { get; set; } = new(PolicyText.Valid(Office), null);

    public IPolicySource PolicySource => new Source(this);

    public RunMetrics Metrics { get; set; } = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    public Bench() => (Leases, Accounts) = (new MemoryRunLease(Time), Store);

    public Holds Holds => new(new(Hopsworks.Object, PolicySource, Time), Accounts, Audit, Time, new FakeLogger<Holds>());

    public Freezes Freezes => new(Accounts, PolicySource, Audit, Time, new FakeLogger<Freezes>());

    public StateRestore Restore =>
        new(new(Accounts, Audit, Leases), Snapshots!, Time, new FakeLogger<StateRestore>());

    public ManualActions Actions =>
        new(Hopsworks.Object, Probe, new(Accounts, Audit, Leases), Metrics, Time, new FakeLogger<ManualActions>());

    public ClusterLookup Clusters => new(Hopsworks.Object, new Source(this), Time);

    /// <summary>Starts or stops a cluster manually, by its name.</summary>
    public async Task<OperationResult<ManualAction>> AskAsync(
        string cluster, ClusterAction action, string? note, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var found = await Clusters.FindAsync(cluster, cancellationToken);
        return found.Succeeded ? await Actions.SendAsync(found.Value, action, note, requester, dryRun, cancellationToken) : found.Error;
    }

    public static Cluster Running(string name) => new()
    {
        Id = name, Name = name, State = ClusterState.Running, StateText = "running", ActivationState = ActivationState.Stoppable,
        CreatedOn = Evening - Duration.FromDays(90), StartedOn = Evening - Duration.FromDays(2),
    };

    public static Cluster Stopping(string name) =>
        Running(name) with { State = ClusterState.Stopping, StateText = "stopping", ActivationState = ActivationState.Unknown };

    public static Cluster Stopped(string name) =>
        Running(name) with { State = ClusterState.Stopped, StateText = "stopped", ActivationState = ActivationState.Startable };

    public Bench Lists(params Cluster[] clusters)
    {
        Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>(clusters, null));
        foreach (var cluster in clusters)
            Reads(cluster);
        return this;
    }

    public Bench Reads(Cluster cluster, params Cluster[] then)
    {
        var answers = Hopsworks.SetupSequence(h => h.GetClusterAsync(cluster.Id, It.IsAny<CancellationToken>())).ReturnsAsync(cluster);
        foreach (var later in then)
            answers = answers.ReturnsAsync(later);
        return this;
    }

    public Bench AnswersStop(string id, ApiFailure? failure = null)
    {
        Hopsworks.Setup(h => h.StopAsync(id, It.IsAny<CancellationToken>())).ReturnsAsync(new ApiResult(failure));
        return this;
    }

    public Task<RunReport> RunAsync(RunRequest? request = null) =>
        new Reconciler(
            Hopsworks.Object, Probe, PolicySource, new(Accounts, Audit, Leases, History, Activity, PolicyHistory, Snapshots), Courier, Time,
            Log)
            .RunAsync(request ?? new("r", "test"), TestContext.Current.CancellationToken);

    /// <summary>Returns the audit entries, oldest first, without sightings, which <see cref="SightingTests"/> cover.</summary>
    public async Task<List<AuditEntry>> AuditedAsync() =>
        [.. (await Audit.ReadAsync(new(), TestContext.Current.CancellationToken)).Entries.Reverse().Where(e => e.Cause is null)];

    public void StopsOnce(string id) => Hopsworks.Verify(h => h.StopAsync(id, It.IsAny<CancellationToken>()), Times.Once);

    private sealed class Source(Bench bench) : IPolicySource
    {
        public Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken) => Task.FromResult(bench.Policies);
    }
}

namespace HopsworksEmulator.ControlPlane;

public sealed partial class EmulatedControlPlane
{
    /// <summary>Creates a cluster with a new ID and starts it.</summary>
    public ControlPlaneResult Create(EmulatedCluster description)
    {
        lock (gate)
        {
            var now = Now;
            var id = Guid.NewGuid().ToString();
            var cluster = description with { Id = id, CreatedOn = now, StartedOn = now };
            var timeline = new TransitionTimeline<EmulatedCluster>(cluster.In(ClusterStates.Pending));
            PlanStartup(timeline, now, Timings.Create);
            clusters[id] = timeline;
            return new(200, Id: id);
        }
    }

    /// <summary>Terminates a cluster.</summary>
    public ControlPlaneResult Delete(string id) => Act(
        id,
        timeline => timeline.Current!.State == ClusterStates.ShuttingDown ? "cluster is already being terminated" : null,
        (timeline, now) =>
        {
            timeline.Set(timeline.Current!.In(ClusterStates.ShuttingDown), endsTransition: true);
            timeline.Then(now + Timings.Delete, _ => null);
        });

    /// <summary>Opens and closes ports, in any state.</summary>
    public ControlPlaneResult SetPorts(string id, Ports ports) => Act(id, _ => null, (timeline, _) =>
        timeline.Set(timeline.Current! with { Ports = ports }, endsTransition: false));

    /// <summary>Upgrades a running cluster, through a stop and a start that keep its workers.</summary>
    public ControlPlaneResult Upgrade(string id, string version) => Act(
        id,
        timeline => UnlessIn(timeline, ClusterStates.Running) ?? (Catalog.HasVersion(version) ? null : $"unsupported version {version}"),
        (timeline, now) =>
        {
            timeline.Then(now, cluster => cluster with { UpgradeInProgress = new(cluster.Version, version) });
            timeline.Then(now + Timings.Upgrade * 0.1, ClusterStates.Stopping);
            timeline.Then(now + Timings.Upgrade * 0.2, ClusterStates.Stopped);
            timeline.Then(now + Timings.Upgrade * 0.4, cluster => cluster.In(ClusterStates.Pending) with { Version = version });
            PlanStartup(timeline, now + Timings.Upgrade * 0.4, Timings.Upgrade * 0.5);
            timeline.Then(now + Timings.Upgrade, cluster => cluster with { UpgradeInProgress = null });
        });

    /// <summary>Rolls back a failed upgrade; the cluster ends stopped.</summary>
    public ControlPlaneResult Rollback(string id) => Act(
        id,
        timeline => timeline.Current is { State: ClusterStates.Error, UpgradeInProgress: not null }
            ? null
            : "there is no failed upgrade to roll back",
        (timeline, now) =>
        {
            timeline.Then(now, cluster => cluster.In(ClusterStates.Pending) with { ErrorMessage = null });
            timeline.Then(now + Timings.Stop * 0.2, ClusterStates.Stopping);
            timeline.Then(now + Timings.Stop, cluster => cluster.In(ClusterStates.Stopped) with
            {
                Version = cluster.UpgradeInProgress?.From ?? cluster.Version,
                UpgradeInProgress = null,
                Workers = [],
            });
        });

    /// <summary>Changes the machine type of a stopped cluster's nodes.</summary>
    /// <param name="nodeType">The API's word, such as <c>head</c> or <c>rondb_data</c>.</param>
    public ControlPlaneResult ModifyInstanceType(string id, string nodeType, string instanceType) => Act(
        id,
        timeline => UnlessIn(timeline, ClusterStates.Stopped, ClusterStates.ExternallyStopped)
            ?? (Modified(timeline.Current!, nodeType, instanceType) is null
                ? $"modifying instance type for {nodeType} is not supported"
                : null),
        (timeline, _) => timeline.Set(Modified(timeline.Current!, nodeType, instanceType), endsTransition: false));

    private static EmulatedCluster? Modified(EmulatedCluster cluster, string nodeType, string type) => (nodeType, cluster.RonDB) switch
    {
        ("head", _) => cluster with { ClusterConfiguration = Modified(cluster.ClusterConfiguration, type) },
        ("rondb_data", { AllInOne: false } db) => cluster with { RonDB = db with { Ndbd = db.Ndbd with { InstanceType = type } } },
        ("rondb_aio", { AllInOne: true } db) => cluster with { RonDB = db with { Ndbd = db.Ndbd with { InstanceType = type } } },
        ("rondb_mysql", { AllInOne: false } db) => cluster with { RonDB = db with { Mysqld = db.Mysqld with { InstanceType = type } } },
        ("rondb_api", { AllInOne: false } db) => cluster with { RonDB = db with { Api = db.Api with { InstanceType = type } } },
        _ => null,
    };

    private static ClusterConfiguration Modified(ClusterConfiguration nodes, string headType) =>
        nodes with { Head = nodes.Head with { InstanceType = headType } };
}

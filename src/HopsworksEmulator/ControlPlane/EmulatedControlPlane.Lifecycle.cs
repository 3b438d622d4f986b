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
            (clusters[id], listed) = (timeline, null);
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

    /// <summary>Changes the machine type of a stopped cluster's nodes.</summary>
    /// <param name="nodeType">The API's name of the node type, such as <c>head</c> or <c>rondb_data</c>.</param>
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

using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>
/// Sixteen believable clusters, with ids that stay the same.
/// <code>
/// name              cloud  tags              state               what it is there for
/// prod-fraud        AZURE  env=prod  risk    running             protected; RonDB on its own nodes
/// prod-recsys       AWS    env=prod  shop    running             protected; autoscaled, busy
/// train-churn       AZURE  env=train growth  running             four workers, spot ones among them
/// train-vision      GCP    env=train vision  running             idle, two large workers
/// train-nlp         AWS    env=train nlp     stopped
/// train-forecast    AZURE  env=train supply  stopped
/// dev-anna          AZURE  env=dev   risk    running             idle, two workers
/// dev-bjorn         AZURE  env=dev   growth  running             busy
/// dev-chen          AWS    env=dev   vision  stopped
/// dev-dora          AZURE  env=dev   nlp     stopped
/// dev-erik          AZURE  env=dev   supply  externally-stopped  stopped in the cloud's console
/// demo-sales        AZURE  env=demo  sales   running             autoscaled from 0, idle
/// demo-hannover     GCP    env=demo  sales   error               cannot be acted on
/// shared-features   AWS    env=stage data    running             a backup is in progress
/// stage-upgrade     AZURE  env=stage data    running             an upgrade is in progress
/// sandbox-new       AZURE  no tags           running             created an hour ago
/// </code>
/// </summary>
public static class SeededFleet
{
    /// <summary>The fleet as of <paramref name="now"/>: months old, and what runs has been running for about a day.</summary>
    public static IReadOnlyList<EmulatedCluster> Create(DateTimeOffset now)
    {
        var index = 0;
        EmulatedCluster Cluster(string name, string env, string team, string state = ClusterStates.Running) => new()
        {
            Id = $"00000000-5eed-4000-8000-{++index:d12}",
            Name = name,
            State = state,
            CreatedOn = now.AddDays(-120 - 7 * index),
            StartedOn = now.AddHours(-25).AddMinutes(-index),
            Tags = [new("env", env), new("team", team)],
            SshKeyName = "platform-team",
        };

        return
        [
            OnAzure(Cluster("prod-fraud", "prod", "risk"), "Standard_D16_v3", new Worker("Standard_D8_v3", 512, 4)) with { RonDB = ProductionRonDB },
            OnAws(Cluster("prod-recsys", "prod", "shop"), "m5.2xlarge", new Worker("m5.2xlarge", 512, 5)) with
            {
                Activity = Activity.Busy,
                Autoscale = new(new("m5.2xlarge", MinWorkers: 2, MaxWorkers: 12)),
            },
            OnAzure(Cluster("train-churn", "train", "growth"), "Standard_D8_v3",
                new Worker("Standard_D16_v3", 512, 1), new Worker("Standard_D16_v3", 512, 3, new(50, FallBackOnDemand: true))),
            OnGcp(Cluster("train-vision", "train", "vision"), "e2-standard-8", new Worker("e2-standard-16", 512, 2)),
            OnAws(Cluster("train-nlp", "train", "nlp", ClusterStates.Stopped), "m5.2xlarge"),
            OnAzure(Cluster("train-forecast", "train", "supply", ClusterStates.Stopped), "Standard_D8_v3"),
            OnAzure(Cluster("dev-anna", "dev", "risk"), "Standard_D8_v3", new Worker("Standard_D8_v3", 256, 2)),
            OnAzure(Cluster("dev-bjorn", "dev", "growth"), "Standard_D8_v3", new Worker("Standard_D8_v3", 256, 1)) with { Activity = Activity.Busy },
            OnAws(Cluster("dev-chen", "dev", "vision", ClusterStates.Stopped), "m5.2xlarge"),
            OnAzure(Cluster("dev-dora", "dev", "nlp", ClusterStates.Stopped), "Standard_D8_v3"),
            OnAzure(Cluster("dev-erik", "dev", "supply", ClusterStates.ExternallyStopped), "Standard_D8_v3"),
            OnAzure(Cluster("demo-sales", "demo", "sales"), "Standard_D8_v3") with { Autoscale = new(new("Standard_D8_v3", MaxWorkers: 4)) },
            OnGcp(Cluster("demo-hannover", "demo", "sales", ClusterStates.Error), "e2-standard-8") with { ErrorMessage = "Failed to start the head node: quota exceeded" },
            OnAws(Cluster("shared-features", "stage", "data"), "m5.2xlarge", new Worker("m5.2xlarge", 512, 2)) with { BackupPipelineInProgress = true },
            OnAzure(Cluster("stage-upgrade", "stage", "data"), "Standard_D8_v3") with { Version = "3.8.0", UpgradeInProgress = new("3.8.0", Catalog.DefaultVersion) },
            OnAzure(Cluster("sandbox-new", "", ""), "Standard_D8_v3", new Worker("Standard_D8_v3", 256, 1)) with
            {
                Tags = [],
                CreatedOn = now.AddHours(-1),
                StartedOn = now.AddHours(-1),
            },
        ];
    }

    private static readonly RonDB ProductionRonDB = new()
    {
        Mgmd = new("Standard_D2s_v4", 30, 1),
        Ndbd = new("Standard_D4s_v4", 512, 2),
        Mysqld = new("Standard_D2s_v4", 128, 2) { ArrowFlight = false },
    };

    private static EmulatedCluster OnAzure(EmulatedCluster cluster, string head, params IReadOnlyList<Worker> workers) => With(cluster, "AZURE", head, workers) with
    {
        Azure = new() { ResourceGroup = "rg-hopsworks", StorageAccount = "hopsworksdata", BlobContainerName = cluster.Name },
        RonDB = new() { AllInOne = true, Ndbd = new("Standard_D4s_v4", 512, 1) },
    };

    private static EmulatedCluster OnAws(EmulatedCluster cluster, string head, params IReadOnlyList<Worker> workers) => With(cluster, "AWS", head, workers) with
    {
        Aws = new() { BucketName = $"hopsworks-{cluster.Name}" },
        RonDB = new() { AllInOne = true, Ndbd = new("r5.large", 512, 1) },
    };

    private static EmulatedCluster OnGcp(EmulatedCluster cluster, string head, params IReadOnlyList<Worker> workers) => With(cluster, "GCP", head, workers) with
    {
        Gcp = new() { Project = "acme-ml", BucketName = $"hopsworks-{cluster.Name}" },
    };

    private static EmulatedCluster With(EmulatedCluster cluster, string provider, string head, IReadOnlyList<Worker> workers) => cluster with
    {
        Provider = provider,
        ClusterConfiguration = new() { Head = new(head, 512, NodeId: $"{cluster.Id}-head"), Workers = workers },
    };
}

using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>
/// Sixteen realistic clusters with stable IDs.
/// <code>
/// name              cloud  tags              state               purpose
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
    private const string D8 = "Standard_D8_v3";

    private static readonly RonDB ProductionRonDB = new()
    {
        Mgmd = new("Standard_D2s_v4", 30, 1),
        Ndbd = new("Standard_D4s_v4", 512, 2),
        Mysqld = new("Standard_D2s_v4", 128, 2) { ArrowFlight = false },
    };

    /// <summary>
    /// Creates the fleet as of <paramref name="now"/>. Clusters are months old; running ones have been running for about a day.
    /// </summary>
    public static IReadOnlyList<EmulatedCluster> Create(DateTimeOffset now) =>
    [
        .. Clusters().Select((cluster, index) => Numbered(cluster, index + 1, now)),
        Numbered(OnAzure("sandbox-new", "", "", [new(D8, 256, 1)]), 16, now) with
        {
            Tags = [], CreatedOn = now.AddHours(-1), StartedOn = now.AddHours(-1),
        },
    ];

    private static EmulatedCluster[] Clusters() =>
    [
        OnAzure("prod-fraud", "prod", "risk", [new(D8, 512, 4)], "Standard_D16_v3") with { RonDB = ProductionRonDB },
        OnAws("prod-recsys", "prod", "shop", [new("m5.2xlarge", 512, 5)]) with
        {
            Activity = EmulatedActivity.Busy, Autoscale = new(new("m5.2xlarge", MinWorkers: 2, MaxWorkers: 12)),
        },
        OnAzure("train-churn", "train", "growth", [
            new("Standard_D16_v3", 512, 1), new("Standard_D16_v3", 512, 3, new(50, FallBackOnDemand: true)),
        ]),
        OnGcp("train-vision", "train", "vision", [new("e2-standard-16", 512, 2)]),
        OnAws("train-nlp", "train", "nlp") with { State = ClusterStates.Stopped },
        OnAzure("train-forecast", "train", "supply") with { State = ClusterStates.Stopped },
        OnAzure("dev-anna", "dev", "risk", [new(D8, 256, 2)]),
        OnAzure("dev-bjorn", "dev", "growth", [new(D8, 256, 1)]) with { Activity = EmulatedActivity.Busy },
        OnAws("dev-chen", "dev", "vision") with { State = ClusterStates.Stopped },
        OnAzure("dev-dora", "dev", "nlp") with { State = ClusterStates.Stopped },
        OnAzure("dev-erik", "dev", "supply") with { State = ClusterStates.ExternallyStopped },
        OnAzure("demo-sales", "demo", "sales") with { Autoscale = new(new(D8, MaxWorkers: 4)) },
        OnGcp("demo-hannover", "demo", "sales") with
        {
            State = ClusterStates.Error, ErrorMessage = "Failed to start the head node: quota exceeded",
        },
        OnAws("shared-features", "stage", "data", [new("m5.2xlarge", 512, 2)]) with { BackupPipelineInProgress = true },
        OnAzure("stage-upgrade", "stage", "data") with
        {
            Version = "3.8.0", UpgradeInProgress = new("3.8.0", Catalog.DefaultVersion),
        },
    ];

    private static EmulatedCluster Numbered(EmulatedCluster cluster, int number, DateTimeOffset now)
    {
        var (id, nodes) = ($"00000000-5eed-4000-8000-{number:d12}", cluster.ClusterConfiguration);
        return cluster with
        {
            Id = id,
            CreatedOn = now.AddDays(-120 - 7 * number),
            StartedOn = now.AddHours(-25).AddMinutes(-number),
            ClusterConfiguration = nodes with { Head = nodes.Head with { NodeId = $"{id}-head" } },
        };
    }

    private static EmulatedCluster OnAzure(
        string name, string env, string team, IReadOnlyList<Worker>? workers = null, string head = D8) =>
        New("AZURE", name, env, team, head, workers) with
        {
            Azure = new() { ResourceGroup = "rg-hopsworks", StorageAccount = "hopsworksdata", BlobContainerName = name },
            RonDB = new() { AllInOne = true, Ndbd = new("Standard_D4s_v4", 512, 1) },
        };

    private static EmulatedCluster OnAws(string name, string env, string team, IReadOnlyList<Worker>? workers = null) =>
        New("AWS", name, env, team, "m5.2xlarge", workers) with
        {
            Aws = new()
            {
                BucketName = $"hopsworks-{name}", InstanceProfileArn = "arn:aws:iam::000000000000:instance-profile/hopsworks",
            },
            RonDB = new() { AllInOne = true, Ndbd = new("r5.large", 512, 1) },
        };

    private static EmulatedCluster OnGcp(string name, string env, string team, IReadOnlyList<Worker>? workers = null) =>
        New("GCP", name, env, team, "e2-standard-8", workers) with
        {
            Gcp = new() { Project = "acme-ml", BucketName = $"hopsworks-{name}" },
            RonDB = new() { AllInOne = true, Ndbd = new("e2-highmem-4", 512, 1) },
        };

    private static EmulatedCluster New(
        string provider, string name, string env, string team, string head, IReadOnlyList<Worker>? workers) => new()
        {
            Id = "",
            Name = name,
            Provider = provider,
            Tags = [new("env", env), new("team", team)],
            SshKeyName = "platform-team",
            ClusterConfiguration = new() { Head = new(head, 512), Workers = workers ?? [] },
        };
}

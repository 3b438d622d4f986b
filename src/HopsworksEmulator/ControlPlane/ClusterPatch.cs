namespace HopsworksEmulator.ControlPlane;

/// <summary>Members of a cluster to be set as they are named; the others stay as they are, <c>activationState</c> too where only <c>state</c> is set.</summary>
public sealed record ClusterPatch
{
    public string? State { get; init; }
    public string? ActivationState { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset? StartedOn { get; init; }
    public IReadOnlyList<ClusterTag>? Tags { get; init; }
    public IReadOnlyList<Worker>? Workers { get; init; }
    public bool? BackupPipelineInProgress { get; init; }
    public bool? UpgradeInProgress { get; init; }
    public Activity? Activity { get; init; }
    public YarnMetrics? Metrics { get; init; }
    public IReadOnlyList<EmulatedProject>? Projects { get; init; }

    public EmulatedCluster Over(EmulatedCluster cluster) => cluster with
    {
        State = State ?? cluster.State,
        ActivationState = ActivationState ?? cluster.ActivationState,
        ErrorMessage = ErrorMessage ?? cluster.ErrorMessage,
        StartedOn = StartedOn ?? cluster.StartedOn,
        Tags = Tags ?? cluster.Tags,
        Workers = Workers ?? cluster.Workers,
        BackupPipelineInProgress = BackupPipelineInProgress ?? cluster.BackupPipelineInProgress,
        UpgradeInProgress = UpgradeInProgress switch
        {
            null => cluster.UpgradeInProgress,
            false => null,
            true => new(cluster.Version, Catalog.DefaultVersion),
        },
        Activity = Activity ?? cluster.Activity,
        Metrics = Metrics ?? cluster.Metrics,
        Projects = Projects ?? cluster.Projects,
    };
}

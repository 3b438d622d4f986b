namespace HopsworksEmulator.ControlPlane;

/// <summary>An additional upgrade. Its versions are offered together with those of the catalog.</summary>
/// <param name="Fails">Whether the upgrade ends in an error. The cluster can then be rolled back.</param>
public sealed record EmulatedUpgrade(string From, string To, bool Fails = false);

public sealed partial class EmulatedControlPlane
{
    /// <summary>The supported versions, in ascending order.</summary>
    public IReadOnlyList<SupportedVersion> Versions { get; } = Catalog.VersionsWith(upgrades ?? []);

    /// <summary>
    /// Upgrades a running cluster by a stop and a start that keep its workers, or fails if the upgrade is set up to fail.
    /// </summary>
    /// <param name="dockerRegistryAccount">The name of an ACR or the account of an ECR; null or empty keeps the current one.</param>
    public ControlPlaneResult Upgrade(string id, string version, string? dockerRegistryAccount = null) => Act(
        id,
        timeline => UnlessIn(timeline, ClusterStates.Running)
            ?? (Versions.Any(offered => offered.Version == version) ? null : $"unsupported version {version}"),
        (timeline, now) =>
        {
            var from = timeline.Current!.Version;
            timeline.Then(now, cluster => WithRegistry(cluster, dockerRegistryAccount) with { UpgradeInProgress = new(from, version) });
            timeline.Then(now + Timings.Upgrade * 0.1, ClusterStates.Stopping);
            timeline.Then(now + Timings.Upgrade * 0.2, ClusterStates.Stopped);
            timeline.Then(now + Timings.Upgrade * 0.4, cluster => cluster.In(ClusterStates.Pending) with { Version = version });
            if (upgrades?.Any(upgrade => upgrade.Fails && (upgrade.From, upgrade.To) == (from, version)) == true)
            {
                var message = $"Failed to upgrade from {from} to {version}";
                timeline.Then(now + Timings.Upgrade * 0.6, cluster => cluster.In(ClusterStates.Error) with { ErrorMessage = message });
                return;
            }
            PlanStartup(timeline, now + Timings.Upgrade * 0.4, Timings.Upgrade * 0.5);
            timeline.Then(now + Timings.Upgrade, cluster => cluster with { UpgradeInProgress = null });
        });

    /// <summary>Rolls back a failed upgrade, and leaves the cluster stopped.</summary>
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

    private static EmulatedCluster WithRegistry(EmulatedCluster cluster, string? account) => account is not { Length: > 0 }
        ? cluster
        : cluster with
        {
            Azure = cluster.Azure is { } azure ? azure with { AcrRegistryName = account } : null,
            Aws = cluster.Aws is { } aws ? aws with { EcrRegistryAccountId = account } : null,
        };
}

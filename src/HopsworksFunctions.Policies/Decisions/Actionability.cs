using System.Diagnostics.CodeAnalysis;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Which clusters may be acted on at all: only settled ones, and only as Hopsworks itself says.</summary>
public static class Actionability
{
    /// <summary>Whether a rule, or none, keeps the app's hands off a cluster whoever asks, and why.</summary>
    /// <param name="record">As <see cref="ClusterObserver.Observe"/> left it in this run.</param>
    public static bool IsUnmanaged([NotNullWhen(false)] Rule? rule, ClusterRecord record, out Reason reason)
    {
        reason = rule switch
        {
            null => Reason.NoRule,
            { Protect: true } => Reason.Protected,
            { Manage: false } => Reason.NotManaged,
            _ => Reason.ProtectionEnds,
        };
        return !Manages(rule) || record.Protection is not null;
    }

    /// <summary>Whether the app may act on the clusters of a rule.</summary>
    public static bool Manages([NotNullWhen(true)] Rule? rule) => rule is { Protect: false, Manage: true };

    /// <summary>Null for a cluster in transition, in error, or in a state that we do not know.</summary>
    public static PowerState? PowerOf(Cluster cluster) => cluster.State switch
    {
        ClusterState.Running => PowerState.Up,
        ClusterState.Stopped or ClusterState.ExternallyStopped => PowerState.Down,
        _ => null,
    };

    /// <summary>Why no action can be sent to a cluster now; null when one can.</summary>
    public static Reason? Blocks(Cluster cluster) => cluster.State switch
    {
        ClusterState.Running => Busy(cluster) ?? (cluster.ActivationState == ActivationState.Stoppable ? null : Reason.NotActionable),
        ClusterState.Stopped or ClusterState.ExternallyStopped =>
            Busy(cluster) ?? (cluster.ActivationState == ActivationState.Startable ? null : Reason.NotActionable),
        ClusterState.Unknown => Reason.UnknownState,
        ClusterState.Error or ClusterState.CommandFailed or ClusterState.WorkerError or ClusterState.SecondaryError
            or ClusterState.ExternallyShuttingDown or ClusterState.ExternallyTerminated
            or ClusterState.ShuttingDown or ClusterState.TerminationWarning => Reason.Broken,
        ClusterState.Pending or ClusterState.Starting or ClusterState.Initializing or ClusterState.RonDBInitializing
            or ClusterState.StartingHopsworks or ClusterState.SecondaryInitializing or ClusterState.Updating
            or ClusterState.Decommissioning or ClusterState.WorkerPending or ClusterState.WorkerStarting
            or ClusterState.WorkerInitializing or ClusterState.WorkerDecommissioning or ClusterState.WorkerShuttingDown
            or ClusterState.Stopping => Reason.InTransition,
    };

    private static Reason? Busy(Cluster cluster) =>
        cluster.BackupPipelineInProgress ? Reason.BackupInProgress : cluster.UpgradeInProgress ? Reason.UpgradeInProgress : null;
}

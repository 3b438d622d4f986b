using System.Diagnostics.CodeAnalysis;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The conditions for actions: the app acts only on settled clusters, and only as Hopsworks.ai allows.</summary>
public static class Actionability
{
    /// <summary>Returns whether the cluster's rule, or the lack of one, forbids all actions, even manual ones, and why.</summary>
    /// <param name="record">The record that <see cref="ClusterObserver.Observe"/> returned in this run.</param>
    public static bool IsUnmanaged([NotNullWhen(false)] Rule? rule, ClusterRecord record, out Reason reason)
    {
        reason = rule switch
        {
            null => Reason.NoRule,
            { IsNearMatch: true } => Reason.NearMatch,
            { Protect: true } => Reason.Protected,
            { Manage: false } => Reason.NotManaged,
            { HasUnknownSchedule: true } => Reason.UnknownSchedule,
            _ => Reason.ProtectionEnds,
        };
        return !Manages(rule) || record.Protection is not null;
    }

    /// <summary>Returns whether the app may act on the clusters of a rule.</summary>
    public static bool Manages([NotNullWhen(true)] Rule? rule) => rule is { IsGuard: false, HasUnknownSchedule: false };

    /// <summary>Returns whether a cluster runs or is stopped; null if it is in transition, in error or in an unknown state.</summary>
    public static PowerState? PowerOf(Cluster cluster) => cluster.State switch
    {
        ClusterState.Running => PowerState.Up,
        ClusterState.Stopped or ClusterState.ExternallyStopped => PowerState.Down,
        _ => null,
    };

    /// <summary>Returns the reason why a cluster cannot take an action now; null if it can.</summary>
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

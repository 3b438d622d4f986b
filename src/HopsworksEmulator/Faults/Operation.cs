namespace HopsworksEmulator.Faults;

/// <summary>The operations of the control plane and, from <see cref="Probe"/> on, of a cluster's own API.</summary>
public enum Operation
{
    List,
    Get,
    Create,
    Delete,
    Stop,
    Start,
    AddWorkers,
    RemoveWorkers,
    Ports,
    SetAutoscale,
    DeleteAutoscale,
    SupportedTypes,
    Versions,
    Upgrade,
    Rollback,
    ModifyInstanceType,
    CreateBackup,
    ListBackups,
    GetBackup,
    DeleteBackup,
    Restore,
    /// <summary>The YARN metrics.</summary>
    Probe,
    Projects,
    Deployments,
    Jobs,
    /// <summary>An unknown path or method.</summary>
    Unknown,
}

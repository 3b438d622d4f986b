namespace HopsworksEmulator.Faults;

/// <summary>What can be asked of the control plane, and from <see cref="Probe"/> on, of a cluster itself.</summary>
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
    /// <summary>The metrics of YARN.</summary>
    Probe,
    Projects,
    Deployments,
    Jobs,
    /// <summary>A path or method that the API does not have.</summary>
    Unknown,
}

namespace HopsworksEmulator.Faults;

/// <summary>What can be asked of the control plane, and <see cref="Probe"/>, which is asked of a cluster itself.</summary>
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
    Probe,
    /// <summary>A path or method that the API does not have.</summary>
    Unknown,
}

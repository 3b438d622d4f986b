namespace HopsworksFunctions.Policies.Clusters;

/// <summary>A backup of a cluster as Hopsworks.ai describes it, made by the app or by anyone else.</summary>
/// <param name="StateText">The state as received, for messages.</param>
/// <param name="Message">The message of Hopsworks.ai about the state; null for none.</param>
public sealed record Backup(string Id, string Name, string ClusterId, BackupState State, string StateText, string? Message);

public enum BackupState
{
    /// <summary>A state that the app does not know, such as that of an expired backup; it counts as no backup.</summary>
    Unknown,
    InProgress,
    Succeeded,
    Failed,
    Deleting,
}

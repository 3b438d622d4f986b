using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

internal sealed record SupportedTypesPayload(SupportedTypesWire? Azure, SupportedTypesWire? Aws, SupportedTypesWire? Gcp);

internal sealed record SupportedTypesWire(List<MachineWire?>? Head, List<MachineWire?>? Worker, SupportedRonDBWire? RonDB);

internal sealed record SupportedRonDBWire(
    List<MachineWire?>? Mgmd, List<MachineWire?>? Ndbd, List<MachineWire?>? Mysqld, List<MachineWire?>? Api);

internal sealed record MachineWire(string? Id, double? Cpus, double? Memory);

internal sealed record BackupBody(NewBackupWire Backup);

internal sealed record NewBackupWire(string ClusterId, string BackupName);

internal sealed record WorkersBody(IReadOnlyList<WorkersWire> Workers);

internal sealed record WorkersWire(string InstanceType, int DiskSize, int Count, SpotSettings? SpotInfo);

namespace HopsworksFunctions.Core.State;

/// <summary>An account's storage: its state, its audit log, and the lease that lets only one run at a time change them.</summary>
/// <param name="History">The audit log as reports read it; null where nothing does.</param>
/// <param name="Activity">When clusters were busy; null where no history of it is kept.</param>
/// <param name="Policies">Which policies were in force; null where that is not kept.</param>
/// <param name="Snapshots">Daily copies of the state; null where none are kept.</param>
public sealed record AccountStorage(
    IAccountStore Accounts, IAuditLog Audit, IRunLease Leases, AuditHistory? History = null, ActivityLog? Activity = null,
    PolicyHistory? Policies = null, ISnapshotStore? Snapshots = null);

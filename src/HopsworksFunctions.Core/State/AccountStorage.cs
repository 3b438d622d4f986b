namespace HopsworksFunctions.Core.State;

/// <summary>The storage of an account: its state, its audit log, and the lease that allows only one run at a time to change them.</summary>
/// <param name="History">The audit log as reports read it; null if no report does.</param>
/// <param name="Activity">The times when clusters were active; null if no activity history is kept.</param>
/// <param name="Policies">The history of the policies in force; null if none is kept.</param>
/// <param name="Snapshots">Daily copies of the state; null if none are kept.</param>
public sealed record AccountStorage(
    IAccountStore Accounts, IAuditLog Audit, IRunLease Leases, AuditHistory? History = null, ActivityLog? Activity = null,
    PolicyHistory? Policies = null, ISnapshotStore? Snapshots = null);

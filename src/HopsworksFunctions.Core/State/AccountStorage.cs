namespace HopsworksFunctions.Core.State;

/// <summary>What is kept of an account: its state, its audit log, and the lease that lets one run at a time change them.</summary>
public sealed record AccountStorage(IAccountStore Accounts, IAuditLog Audit, IRunLease Leases);

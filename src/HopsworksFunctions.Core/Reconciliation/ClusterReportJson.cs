using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>A hold as HTTP and the CLI show it; in force from <paramref name="Since"/> until <paramref name="Until"/>, excluded.</summary>
public sealed record HoldJson(HoldState State, DateTimeOffset Since, DateTimeOffset Until, string By, string? Reason)
{
    public static HoldJson? From(Hold? hold) =>
        hold is null ? null : new(hold.State, hold.Since.ToDateTimeOffset(), hold.Until.ToDateTimeOffset(), hold.By, hold.Reason);
}

/// <summary>An action of ours that has not reached its state yet, and what is known of its answer.</summary>
public sealed record PendingJson(ClusterAction Action, DateTimeOffset SentAt, CallAnswer Answer)
{
    public static PendingJson? From(PendingAction? pending) =>
        pending is null ? null : new(pending.Action, pending.SentAt.ToDateTimeOffset(), pending.Answer);
}

using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reports;

/// <summary>One cluster of a run report.</summary>
/// <param name="Message">The decision in a sentence.</param>
/// <param name="Next">The next stop or start that is foreseen; null when there is none.</param>
public sealed record ClusterReportJson(
    string Id,
    string Name,
    string State,
    string? Rule,
    ClusterAction Action,
    Reason Reason,
    string Message,
    ActionOutcome Done,
    string? Error,
    NextJson? Next)
{
    /// <summary>The rule's; null when it has none.</summary>
    public string? Schedule { get; init; }
    public bool Protected { get; init; }
    /// <summary>The rule undoes starts and stops by hand.</summary>
    public bool Enforced { get; init; }
    /// <summary>Decisions are only recorded.</summary>
    public bool DryRun { get; init; }
    /// <summary>When it came up or went down, as far as we know.</summary>
    public DateTimeOffset? PowerSince { get; init; }
    /// <summary>A person brought it up.</summary>
    public bool StartedByHand { get; init; }
    /// <summary>The worker nodes that it has now.</summary>
    public int Workers { get; init; }
    /// <summary>Those that a stop deleted and that the app puts back.</summary>
    public int WorkersOwed { get; init; }
    /// <summary>Null when none is in force.</summary>
    public HoldJson? Hold { get; init; }
    /// <summary>Null when nothing of ours is under way.</summary>
    public PendingJson? Pending { get; init; }
    /// <summary>Of a stop to come; null when there is none.</summary>
    public WarningJson? Warning { get; init; }
    /// <summary>Null while it is in use, or nobody asks.</summary>
    public IdleJson? Idle { get; init; }
    /// <summary>Null when its activity was measured, or nobody asks.</summary>
    public Unmeasured? Unmeasured { get; init; }
    /// <summary>What people may ask for now: <c>start</c>, <c>stop</c>, <c>hold</c>, <c>release</c>.</summary>
    public IReadOnlyList<string> Can { get; init; } = [];
    /// <summary>Why it may neither be started nor stopped; null when it may.</summary>
    public string? Cannot { get; init; }

    public static ClusterReportJson From(ClusterReport report, Instant now)
    {
        var (cluster, decision, record, rule) = (report.Cluster, report.Decision, report.Decision.Record, report.Decision.Rule);
        var asked = Actionability.PowerOf(cluster) == PowerState.Up ? ClusterAction.Stop : ClusterAction.Start;
        var wish = ManualActionPolicy.Decide(asked, cluster, rule, record, report.Hold, now);
        return new(
            cluster.Id, cluster.Name, cluster.StateText, rule?.Name, decision.Action, decision.Reason,
            decision.Explain(cluster, now), report.Done, report.Error,
            decision.Next is { } next ? new(next.At.ToDateTimeOffset(), next.Up ? PowerState.Up : PowerState.Down) : null)
        {
            Schedule = rule?.Schedule?.Name,
            Protected = rule is { Protect: true },
            Enforced = rule is { Enforce: true, Schedule: not null },
            DryRun = report.DryRun,
            PowerSince = record.PowerSince?.ToDateTimeOffset(),
            StartedByHand = record.StartedByHand,
            Workers = cluster.Workers.Sum(w => w.Count),
            WorkersOwed = Owed(record, cluster, rule),
            Hold = HoldJson.From(report.Hold),
            Pending = PendingJson.From(record.Pending),
            Warning = record.Warning is { IsOver: false } warning
                ? new(warning.For.ToDateTimeOffset(), warning.StopAt.ToDateTimeOffset())
                : null,
            Idle = record.Quiet is { } quiet ? new(quiet.Since.ToDateTimeOffset(), quiet.Samples) : null,
            Unmeasured = record.Unmeasured,
            Can = Allowed(wish.Action, !Actionability.IsUnmanaged(rule, record, out _), report.Hold),
            Cannot = wish.Action == ClusterAction.None ? wish.Explain(cluster, now) : null,
        };
    }

    /// <summary>While it is down, what a start by the app would put back.</summary>
    private static int Owed(ClusterRecord record, Cluster cluster, Rule? rule)
    {
        if (rule is not { Settings.RestoreWorkers: true } || cluster.Autoscale is not null)
            return 0;
        var owed = record.Power == PowerState.Down ? WorkerObserver.OwedAfterStart(record, ours: true) : record.Workers;
        return owed is null ? 0 : WorkerSet.Missing(owed, cluster.Workers).Sum(w => w.Count);
    }

    private static List<string> Allowed(ClusterAction action, bool isManaged, Hold? hold)
    {
        var allowed = new List<string>(3);
        if (action != ClusterAction.None)
            allowed.Add(CamelCase.Of(action));
        if (isManaged)
            allowed.Add("hold");
        if (hold is not null)
            allowed.Add("release");
        return allowed;
    }
}

/// <summary>A stop (<c>down</c>) or start (<c>up</c>) to come.</summary>
public sealed record NextJson(DateTimeOffset At, PowerState To);

/// <summary>People were told of a stop: the instant that it was planned for, and when it may be made.</summary>
public sealed record WarningJson(DateTimeOffset For, DateTimeOffset StopAt);

/// <summary>Quiet samples in a row, the first of them at <paramref name="Since"/>.</summary>
public sealed record IdleJson(DateTimeOffset Since, int Samples);

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

using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.Reports;

/// <summary>One cluster of a run report.</summary>
/// <param name="Message">The decision as one sentence.</param>
/// <param name="Next">The next start or stop; null if none is planned.</param>
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
    /// <summary>The name of the rule's schedule; null if it has none.</summary>
    public string? Schedule { get; init; }
    public bool Protected { get; init; }
    /// <summary>Whether the rule undoes manual starts and stops.</summary>
    public bool Enforced { get; init; }
    /// <summary>Whether a dry run applies, so decisions are only recorded.</summary>
    public bool DryRun { get; init; }
    /// <summary>The last known time that the cluster started or stopped; null if unknown.</summary>
    public DateTimeOffset? PowerSince { get; init; }
    /// <summary>Whether a person started the cluster.</summary>
    public bool StartedByHand { get; init; }
    /// <summary>The current number of worker nodes.</summary>
    public int Workers { get; init; }
    /// <summary>The number of worker nodes that a stop deleted and the app restores.</summary>
    public int WorkersOwed { get; init; }
    /// <summary>The hold in force; null for none.</summary>
    public HoldJson? Hold { get; init; }
    /// <summary>The app's action in progress; null for none.</summary>
    public PendingJson? Pending { get; init; }
    /// <summary>The warning for the next stop; null if none was sent.</summary>
    public WarningJson? Warning { get; init; }
    /// <summary>The idle period; null if the cluster is active or its rule has no activity check.</summary>
    public IdleJson? Idle { get; init; }
    /// <summary>The failure of the activity check; null if it succeeded or the rule has none.</summary>
    public Unmeasured? Unmeasured { get; init; }
    /// <summary>The operations that a person may request now: <c>start</c>, <c>stop</c>, <c>hold</c>, <c>release</c>.</summary>
    public IReadOnlyList<string> Can { get; init; } = [];
    /// <summary>Why the cluster can be neither started nor stopped; null if it can.</summary>
    public string? Cannot { get; init; }

    /// <summary>The cloud resource that is missing for its start; null if unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shortage? Shortage { get; init; }

    /// <summary>Why this caller may not request any of these operations; null if they may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Locked { get; init; }

    /// <summary>The value of its tag <c>owner</c>, or else of <c>team</c>; null if it has neither.</summary>
    public string? Owner { get; init; }

    /// <summary>The scheduled start or stop that follows <c>next</c>; null for none.</summary>
    public NextJson? Then { get; init; }

    /// <summary>The known start or stop that a freeze prevents; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NextJson? Skipped { get; init; }

    public static ClusterReportJson From(ClusterReport report, Instant now, DateTimeZone? shown = null)
    {
        var (cluster, decision, record, rule) = (report.Cluster, report.Decision, report.Decision.Record, report.Decision.Rule);
        var asked = Actionability.PowerOf(cluster) == PowerState.Up ? ClusterAction.Stop : ClusterAction.Start;
        var wish = ManualActionPolicy.Decide(asked, cluster, rule, record, report.Hold, report.Freeze, now);
        return new(
            cluster.Id, cluster.Name, cluster.StateText, rule?.Name, decision.Action, decision.Reason,
            decision.Explain(cluster, now, shown), report.Done, report.Error,
            NextJson.From(decision.Next))
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
            Cannot = wish.Action == ClusterAction.None ? wish.Explain(cluster, now, shown) : null,
            Then = NextJson.From(After(decision.Next, rule, record)),
            Skipped = NextJson.From(decision.Skipped),
            Owner = ClusterOwner.Of(cluster),
            Shortage = Shortage.Of(cluster, record),
        };
    }

    private static Boundary? After(Boundary? next, Rule? rule, ClusterRecord record) =>
        next is { } first && LedSchedule.Of(rule, record) is { } schedule && (first.Up ? rule!.Stop : rule!.Start)
            && schedule.Next(first.At, !first.Up) is { } at && at > first.At ? new(at, !first.Up) : null;

    /// <summary>
    /// Returns the number of worker nodes to restore. For a stopped cluster, these are the ones that a start by the app would restore.
    /// </summary>
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

/// <summary>The next stop (<c>down</c>) or start (<c>up</c>).</summary>
public sealed record NextJson(DateTimeOffset At, PowerState To)
{
    public static NextJson? From(Boundary? next) =>
        next is { } b ? new(b.At.ToDateTimeOffset(), b.Up ? PowerState.Up : PowerState.Down) : null;
}

/// <summary>A stop warning that was sent: the planned stop time, and the earliest time of the stop.</summary>
public sealed record WarningJson(DateTimeOffset For, DateTimeOffset StopAt);

/// <summary>The number of consecutive activity checks that found the cluster idle, the first of them at <paramref name="Since"/>.</summary>
public sealed record IdleJson(DateTimeOffset Since, int Samples);

/// <summary>
/// A hold as shown by HTTP and the CLI, in force from <paramref name="Since"/> until <paramref name="Until"/> (exclusive; null for a hold
/// without an end).
/// </summary>
public sealed record HoldJson(HoldState State, DateTimeOffset Since, DateTimeOffset? Until, string By, string? Reason)
{
    public static HoldJson? From(Hold? hold) =>
        hold is null ? null : new(
            hold.State, hold.Since.ToDateTimeOffset(), hold.IsUntilReleased ? null : hold.Until.ToDateTimeOffset(), hold.By, hold.Reason);
}

/// <summary>The app's action in progress, and the known answer to it.</summary>
public sealed record PendingJson(ClusterAction Action, DateTimeOffset SentAt, CallAnswer Answer)
{
    public static PendingJson? From(PendingAction? pending) =>
        pending is null ? null : new(pending.Action, pending.SentAt.ToDateTimeOffset(), pending.Answer);
}

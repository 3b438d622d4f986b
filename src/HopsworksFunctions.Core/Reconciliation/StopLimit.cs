using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The limit that prevents a mistake in the policies or the app from stopping a whole fleet. Expected stops do not count. If the unexpected
/// stops of an hour exceed the limit, all due ones are blocked until a person allows them. Idle stops are spread out instead.
/// </summary>
internal static class StopLimit
{
    public static readonly Duration Window = Duration.FromHours(1);

    /// <param name="running">The number of managed running clusters.</param>
    public static int Max(Limits limits, int running) => limits.MaxStopPercent switch
    {
        null => limits.MaxStopsPerRun,
        0 => 0,
        { } percent => Math.Min(limits.MaxStopsPerRun, Math.Max(1, running * percent / 100)),
    };

    /// <summary>Turns stops beyond the limit into waits, and records unexpected ones as blocked.</summary>
    /// <param name="gone">The records of clusters that are not listed. Their stops of the last hour also count.</param>
    public static StopVerdict Apply(
        IReadOnlyList<ClusterReport> clusters, IReadOnlyList<ClusterRecord> gone, PolicySet policies, RunRequest request, Instant now)
    {
        List<ClusterReport>? due = null, idle = null;
        foreach (var cluster in clusters)
        {
            Forget(cluster, policies, now);
            if (cluster.Decision is not { Due: { Action: ClusterAction.Stop } stop } || cluster.DryRun)
                continue;
            if (stop.Kind == StopKind.Unforeseen && cluster.Decision.Record.Allowed is null)
                (due ??= []).Add(cluster);
            else if (stop.Kind == StopKind.Idle)
                (idle ??= []).Add(cluster);
        }
        if (due is null && idle is null)
            return default;
        var most = Max(policies.Limits,
            clusters.Count(c => Actionability.PowerOf(c.Cluster) == PowerState.Up && Actionability.Manages(c.Decision.Rule)));
        var recent = clusters.Select(c => c.Decision.Record).Concat(gone).Count(r => r.UnforeseenStop > now - Window);
        var blocked = due is null ? [] : recent + due.Count > most ? due : due.FindAll(c => c.Decision.Record.Blocked is not null);
        var counts = new StopCounts(blocked.Count, recent, most);
        var free = Math.Max(0, most - recent - ((due?.Count ?? 0) - blocked.Count));
        // Clusters with a stop warning go first.
        var waiting = idle is null || idle.Count <= free ? [] : idle
            .OrderByDescending(c => c.Before?.Warning is { IsOver: false }).ThenBy(c => c.Decision.Rule!.Order).Skip(free).ToList();
        foreach (var cluster in waiting)
            cluster.Decision = Waiting(cluster.Decision, Reason.IdleLimit, cluster.Decision.Record) with { Limit = counts };
        if (blocked.Count > 0 && blocked.Count <= request.AllowStops)
            return Allow(blocked, request, policies.Zone, now) with { Spread = Spread(waiting.Count, most) };
        foreach (var cluster in blocked)
        {
            var boundary = cluster.Decision.Due!.Boundary!.Value;
            var record = cluster.Decision.Record;
            record = record.Blocked is null ? record with { Blocked = new(boundary, now, policies.Fingerprint) } : record;
            cluster.Decision = Waiting(cluster.Decision, Reason.LimitReached, record) with { Limit = counts };
        }
        var sentence = blocked.Count == 0 ? null : Sentence(blocked, counts, policies.Limits, request);
        return new(sentence, null, Spread(waiting.Count, most));
    }

    /// <summary>Ends a block if its stop or the policies change, and an allowance if its stop changes or its time has passed.</summary>
    private static void Forget(ClusterReport cluster, PolicySet policies, Instant now)
    {
        var record = cluster.Decision.Record;
        if (record is { Blocked: null, Allowed: null } || record.Pending is not null)
            return;
        var boundary = cluster.Decision.Due is { Action: ClusterAction.Stop, Kind: StopKind.Unforeseen } due ? due.Boundary : null;
        if (record.Blocked is { } block && (block.Boundary != boundary || block.Policies != policies.Fingerprint))
            record = record with { Blocked = null };
        if (record.Allowed is { } allowance && (allowance.Boundary != boundary || now >= allowance.Until))
            record = record with { Allowed = null };
        if (!ReferenceEquals(record, cluster.Decision.Record))
            cluster.Decision = cluster.Decision with { Record = record };
    }

    private static Decision Waiting(Decision decision, Reason reason, ClusterRecord record) => decision with
    {
        Action = ClusterAction.None,
        Reason = reason,
        Until = null,
        Next = null,
        Warning = null,
        Record = record.Warning is null ? record : record with { Warning = null },
    };

    private static StopVerdict Allow(List<ClusterReport> blocked, RunRequest request, DateTimeZone zone, Instant now)
    {
        var by = request.By ?? "someone";
        foreach (var cluster in blocked)
        {
            var allowance = new StopAllowance(cluster.Decision.Due!.Boundary!.Value, now + StopAllowance.Lasts, by);
            cluster.Decision = cluster.Decision with { Record = cluster.Decision.Record with { Blocked = null, Allowed = allowance } };
        }
        var until = new SentenceTimes(zone, now).At(now + StopAllowance.Lasts);
        return new(null, $"{by} allowed {CountText.Of(blocked.Count, "stop")} until {until}: {Names(blocked)}.", null);
    }

    private static string Sentence(List<ClusterReport> blocked, StopCounts counts, Limits limits, RunRequest request)
    {
        var setting = limits.MaxStopPercent is null ? "limits.maxStopsPerRun" : "limits.maxStopsPerRun, limits.maxStopPercent";
        var tooFew = request.AllowStops is { } allowed ? $" {CountText.Of(allowed, "was", "were")} allowed, which is too few." : "";
        var (none, them) = blocked.Count == 1
            ? ("The app does not make it", "it if it is")
            : ("The app makes none of them", "them if they are");
        return $"{counts.DueInWords()}, and the stop limit is {counts.Max} an hour ({setting}). {none}: {Names(blocked)}.{tooFew} "
            + $"Allow {them} intended, on the dashboard or with POST /api/reconcile?allowStops={blocked.Count}, or fix the policies.";
    }

    private static string? Spread(int waiting, int most) => waiting == 0 ? null
        : $"{CountText.Of(waiting, "idle stop waits", "idle stops wait")}; the app makes {most} an hour.";

    private static string Names(List<ClusterReport> clusters) => CountText.Names([.. clusters.Select(c => c.Cluster.Name)], 20);
}

/// <summary>The effects of the stop limit on a run, one sentence each; null for none.</summary>
/// <param name="Blocked">The stops that wait until a person allows them.</param>
/// <param name="Allowed">The stops that a person allowed in this run.</param>
/// <param name="Spread">The idle stops that are delayed.</param>
internal readonly record struct StopVerdict(string? Blocked, string? Allowed, string? Spread)
{
    public string? Limit => Blocked is null ? Spread : Spread is null ? Blocked : $"{Blocked} {Spread}";

    /// <summary>The sentence for the resolution of an earlier limit.</summary>
    public string Resolved => Allowed ?? "No stop waits because of the stop limit.";
}

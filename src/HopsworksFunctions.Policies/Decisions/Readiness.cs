using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Whether a cluster was usable when its window began. An accepted start is not enough: the cluster runs, has its worker nodes back, and
/// its service answers, if activity checks call it.
/// </summary>
/// <param name="For">The window's start time.</param>
/// <param name="By">When it should be usable: at the start time, or half an hour later if its start is sent only then.</param>
/// <param name="At">The first run that saw it usable for this window; null if none has.</param>
public sealed record Readiness(Instant For, Instant By, Instant? At)
{
    // Most starts take about ten minutes.
    private static readonly Duration StartTakes = Duration.FromMinutes(30);

    // Later than this after a start time, nobody knows the state at that time.
    private static readonly Duration Late = Duration.FromHours(1);

    /// <summary>The first run from <see cref="By"/> on, which shows whether it was usable in time; null before that run.</summary>
    public Instant? Counted { get; init; }

    /// <summary>Whether it was usable by that run.</summary>
    public bool IsInTime => At <= Counted;

    /// <summary>Returns the record with a run's view of the current window, or of the next one if its start is sent ahead.</summary>
    /// <param name="isExpected">Whether the app would start it at all: not in a dry run, and not while a hold keeps it stopped.</param>
    public static ClusterRecord Observe(ClusterRecord record, Cluster cluster, Rule? rule, bool isExpected, Instant now)
    {
        if (!isExpected || !Actionability.Manages(rule) || rule is not { Start: true, Schedule: not null })
            return record.Ready is null ? record : record with { Ready = null };
        // Outside windows, the state of the last window stays.
        var schedule = LedSchedule.Of(rule, record)!.Value;
        if (schedule.At(now) is not { IsUp: true, Since: { } start })
            return record;
        var known = record.Ready is { } seen && seen.For == start ? seen : null;
        if (known is { Counted: not null, At: not null })
            return record;
        if (known is null && now - start > Late)
            return record.Ready is null ? record : record with { Ready = null };
        var isUsable = WhyNot(record, cluster, rule) is null;
        var by = known?.By ?? start + (schedule.Lead == Duration.Zero ? StartTakes : Duration.Zero);
        var ready = new Readiness(start, by, isUsable ? known?.At ?? now : null)
        {
            Counted = known?.Counted ?? (now >= by ? now : null),
        };
        return ready == record.Ready ? record : record with { Ready = ready };
    }

    /// <summary>Returns a few words on why nobody can use the cluster; null if it is usable.</summary>
    public static string? WhyNot(ClusterRecord record, Cluster cluster, Rule rule)
    {
        if (cluster.State != ClusterState.Running)
            return cluster.StateText;
        if (rule.Settings.RestoreWorkers && cluster.Autoscale is null && record.Workers is { } owed
            && WorkerSet.Missing(owed, cluster.Workers) is { Count: > 0 } missing)
            return $"without {WorkerSet.Text(missing)}";
        return record.Unmeasured is { NoService: true } ? "its service does not answer" : null;
    }
}

using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Cli.Backtests;

/// <summary>The intervals in which a cluster is known to be up or active, oldest first and without overlaps.</summary>
internal sealed record KnownTimes(IReadOnlyList<Interval> Intervals)
{
    public double Hours => Intervals.Sum(time => time.Duration.TotalHours);

    public static KnownTimes Up(IReadOnlyList<PowerStep> power, Instant from, Instant to) =>
        Of(power.Select(step => (step.At, step.State == KnownPower.Up)), from, to);

    public static KnownTimes Busy(ObservedCluster cluster, Instant from, Instant to) =>
        Of(cluster.ActivityFrom(from).Select(change => (change.At, change.Activity == Activity.Busy)), from, to)
            .And(Up(cluster.Power, from, to));

    public KnownTimes And(KnownTimes other)
    {
        var found = new List<Interval>();
        for (int i = 0, j = 0; i < Intervals.Count && j < other.Intervals.Count;)
        {
            var (one, two) = (Intervals[i], other.Intervals[j]);
            var (start, end) = (Instant.Max(one.Start, two.Start), Instant.Min(one.End, two.End));
            if (start < end)
                found.Add(new(start, end));
            if (one.End <= two.End)
                i++;
            else
                j++;
        }
        return new(found);
    }

    /// <param name="changes">Oldest first.</param>
    private static KnownTimes Of(IEnumerable<(Instant At, bool Is)> changes, Instant from, Instant to)
    {
        var found = new List<Interval>();
        Instant? since = null;
        foreach (var (at, isSo) in changes.Append((to, false)))
        {
            if (isSo)
                since ??= Instant.Max(at, from);
            else if (since is { } start)
            {
                if (start < Instant.Min(at, to))
                    found.Add(new(start, Instant.Min(at, to)));
                since = null;
            }
        }
        return new(found);
    }
}

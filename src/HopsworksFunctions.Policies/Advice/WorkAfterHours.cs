using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>The work that began inside windows and continued after they ended: how often, and for how long.</summary>
/// <param name="Ends">The number of window ends at which the cluster was running and its activity was measured.</param>
/// <param name="Lengths">How long the work continued after each end that it passed, in any order.</param>
public sealed record WorkAfterHours(int Ends, IReadOnlyList<Duration> Lengths)
{
    /// <summary>The time without work after which work counts as finished.</summary>
    public static readonly Duration Idle = Duration.FromMinutes(20);

    private const double Quantile = 0.9;
    private const double OftenEnough = 0.1;
    private const int Least = 2;

    private static readonly Duration Step = Duration.FromMinutes(30);

    /// <summary>Whether work continues after at least one of ten ends, and more than once.</summary>
    public bool IsUsual => Lengths.Count >= Least && Lengths.Count >= OftenEnough * Ends;

    /// <summary>The time within which nine of ten continuations end, rounded up to half hours; null if there are none.</summary>
    public Duration? MostTake => Lengths.Count == 0 ? null
        : Step * Math.Ceiling(Lengths.Order().ElementAt((int)Math.Ceiling(Quantile * Lengths.Count) - 1) / Step);

    /// <param name="windows">The windows in the policy language and the history's zone.</param>
    public static WorkAfterHours Of(IReadOnlyList<string> windows, History history)
    {
        // A manual start shows that a cluster was wanted, but not for how long.
        history = history with { StartsByHand = [] };
        var seen = Times.Kept(history, state => state is ActivityState.Busy or ActivityState.Quiet);
        if (seen.Count == 0)
            return new(0, []);
        var work = Times.Longer(Times.Kept(history, state => state is ActivityState.Busy), Idle);
        var up = Times.ScheduleOf(windows, history.Zone)
            .Between(seen[0].InZone(history.Zone).Date.PlusDays(-1), seen[^1].InZone(history.Zone).Date.PlusDays(1));
        var (ends, lengths) = (0, new List<Duration>());
        for (var i = 1; i < up.Count; i += 2)
        {
            if (!IsIn(seen, up[i]))
                continue;
            ends++;
            var place = After(work, up[i]);
            // Only work from before the window's end counts, and only until the next window, because no drain is needed inside it.
            if (place % 2 == 1 && work[place - 1] < up[i] && work[place] - Idle > up[i])
                lengths.Add(Instant.Min(work[place] - Idle, i + 1 < up.Count ? up[i + 1] : Instant.MaxValue) - up[i]);
        }
        return new(ends, lengths);
    }

    public static WorkAfterHours Together(IReadOnlyCollection<WorkAfterHours> clusters) =>
        new(clusters.Sum(cluster => cluster.Ends), [.. clusters.SelectMany(cluster => cluster.Lengths)]);

    private static bool IsIn(List<Instant> times, Instant instant) => After(times, instant) % 2 == 1;

    /// <summary>Returns the index of the first boundary after an instant.</summary>
    private static int After(List<Instant> times, Instant instant) =>
        times.BinarySearch(instant) is var place && place < 0 ? ~place : place + 1;
}

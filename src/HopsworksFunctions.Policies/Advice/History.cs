using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>The known activity of one cluster over some weeks.</summary>
/// <param name="Stretches">The stretches in order, each of which starts where the previous one ends.</param>
public sealed record History(IReadOnlyList<ActivityStretch> Stretches, DateTimeZone Zone)
{
    /// <summary>Local dates that say nothing about other weeks, such as holidays.</summary>
    public IReadOnlySet<LocalDate> LeftOut { get; init; } = new HashSet<LocalDate>();

    /// <summary>
    /// The manual starts of the cluster, in order. From a manual start until the cluster is next seen quiet or down it counts as busy,
    /// because a person wanted it, even if its activity could not be measured. Starts outside the windows of its schedule say the most;
    /// other starts do no harm.
    /// </summary>
    public IReadOnlyList<Instant> StartsByHand { get; init; } = [];

    /// <summary>Returns the history before an instant, such as a week before the end of the history.</summary>
    public History Before(Instant instant) => Between(Instant.MinValue, instant);

    /// <summary>Returns the history from an instant on.</summary>
    public History Since(Instant instant) => Between(instant, Instant.MaxValue);

    /// <summary>The stretches, plus a busy stretch for each manual start within them. They may overlap.</summary>
    internal IEnumerable<ActivityStretch> WithStarts => Stretches.Concat(
        StartsByHand.Where(start => Stretches.Any(s => s.Start <= start && start < s.End)).Select(Wanted));

    private ActivityStretch Wanted(Instant start)
    {
        // The down stretch in which the manual start happened does not end the busy time.
        var end = Stretches.Where(s => s.State is ActivityState.Quiet && s.End > start || s.State is ActivityState.Down && s.Start > start)
            .Select(s => s.Start).FirstOrDefault(Stretches[^1].End);
        return new(start, Instant.Max(start, end), ActivityState.Busy);
    }

    private History Between(Instant from, Instant to) => this with
    {
        Stretches = [.. Stretches.Select(s => s with { Start = Instant.Max(s.Start, from), End = Instant.Min(s.End, to) })
            .Where(s => s.Start < s.End)],
        StartsByHand = [.. StartsByHand.Where(start => start >= from && start < to)],
    };
}

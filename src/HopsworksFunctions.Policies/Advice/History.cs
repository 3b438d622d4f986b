using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>What is known of one cluster over some weeks.</summary>
/// <param name="Stretches">In order, each beginning where the one before ends.</param>
public sealed record History(IReadOnlyList<ActivityStretch> Stretches, DateTimeZone Zone)
{
    /// <summary>Local dates that say nothing of other weeks, such as holidays.</summary>
    public IReadOnlySet<LocalDate> LeftOut { get; init; } = new HashSet<LocalDate>();

    /// <summary>
    /// When a person started the cluster, in order. From then until it was next seen quiet or down it counts as busy, because it was
    /// wanted, whether or not its activity could be measured. Starts outside the windows of its schedule say the most; others do no harm.
    /// </summary>
    public IReadOnlyList<Instant> StartsByHand { get; init; } = [];

    /// <summary>What was known at an instant, such as a week before the end of the history.</summary>
    public History Before(Instant instant) => Between(Instant.MinValue, instant);

    /// <summary>What became known after an instant.</summary>
    public History Since(Instant instant) => Between(instant, Instant.MaxValue);

    /// <summary>The stretches, and those for which a start by hand makes the cluster busy. They may overlap.</summary>
    internal IEnumerable<ActivityStretch> WithStarts => Stretches.Concat(
        StartsByHand.Where(start => Stretches.Any(s => s.Start <= start && start < s.End)).Select(Wanted));

    private ActivityStretch Wanted(Instant start)
    {
        // The stretch in which it was still down when it was started does not end it.
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

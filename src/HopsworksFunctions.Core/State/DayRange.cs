using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The UTC days that are closed, which follow each other without a gap.</summary>
/// <param name="Last">Inclusive.</param>
/// <param name="IsFirst">Whether the log has nothing from before them.</param>
internal sealed record DayRange(LocalDate First, LocalDate Last, bool IsFirst)
{
    public Instant Start => UtcDay.StartOf(First);

    /// <summary>Exclusive.</summary>
    public Instant End => UtcDay.StartOf(Last.PlusDays(1));
}

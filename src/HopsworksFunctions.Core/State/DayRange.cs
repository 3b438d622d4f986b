using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The closed UTC days, a range without gaps.</summary>
/// <param name="Last">Inclusive.</param>
/// <param name="IsFirst">Whether the log contains nothing before these days.</param>
internal sealed record DayRange(LocalDate First, LocalDate Last, bool IsFirst)
{
    public Instant Start => UtcDay.StartOf(First);

    /// <summary>Exclusive.</summary>
    public Instant End => UtcDay.StartOf(Last.PlusDays(1));
}

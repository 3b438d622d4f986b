using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// How long a cluster would have run if each piece of its work had been started by hand and an hour without work had stopped it.
/// </summary>
/// <param name="HoursUp">Of a week of 168 hours.</param>
/// <param name="Starts">In a week.</param>
public sealed record StoppedWhenIdle(double HoursUp, double Starts)
{
    /// <summary>How long it runs without work before it is stopped.</summary>
    public static readonly Duration After = Duration.FromHours(1);

    /// <summary>Counts only time in which it was seen busy, quiet or down; null if there is none.</summary>
    public static StoppedWhenIdle? Of(History history)
    {
        var weeks = Times.Length(Times.Kept(history, state => state is not ActivityState.Unknown)) / Duration.FromDays(7);
        if (weeks == 0)
            return null;
        var up = Times.Longer(Times.Kept(history, state => state is ActivityState.Busy), After);
        return new(Times.Length(up).TotalHours / weeks, up.Count / 2 / weeks);
    }
}

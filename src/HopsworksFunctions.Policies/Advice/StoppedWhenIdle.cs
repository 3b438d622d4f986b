using NodaTime;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>The uptime of a cluster if each piece of its work had been started manually and an hour without work had stopped it.</summary>
/// <param name="HoursUp">The hours up in a week of 168 hours.</param>
/// <param name="Starts">The number of starts in a week.</param>
public sealed record StoppedWhenIdle(double HoursUp, double Starts)
{
    /// <summary>The time without work after which the cluster is stopped.</summary>
    public static readonly Duration After = Duration.FromHours(1);

    /// <summary>Returns the figures for the time in which the cluster was seen busy, quiet or down; null if there is none.</summary>
    public static StoppedWhenIdle? Of(History history)
    {
        var weeks = Times.Length(Times.Kept(history, state => state is not ActivityState.Unknown)) / Duration.FromDays(7);
        if (weeks == 0)
            return null;
        var up = Times.Longer(Times.Kept(history, state => state is ActivityState.Busy), After);
        return new(Times.Length(up).TotalHours / weeks, up.Count / 2 / weeks);
    }
}

using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// A comparison of the app's clock with that of Hopsworks.ai, because a wrong clock would stop and start clusters at wrong times.
/// </summary>
/// <param name="Ahead">The time by which the app's clock is ahead; negative if it is behind.</param>
/// <param name="Problem">A sentence with both times and the remedy.</param>
public sealed record ClockCheck(Duration Ahead, string Problem)
{
    /// <summary>The largest allowed difference.</summary>
    public static readonly Duration Max = Duration.FromMinutes(5);

    /// <summary>Compares the clocks; null if they agree, or if the answer has no time.</summary>
    /// <param name="theirs">The time in the answer.</param>
    /// <param name="ours">The app's time when it received the answer.</param>
    public static ClockCheck? Compare(Instant? theirs, Instant ours)
    {
        if (theirs is not { } date)
            return null;
        var ahead = ours - date;
        return ahead >= -Max && ahead <= Max ? null : new(
            ahead,
            $"This app's clock says {ours} and Hopsworks.ai's says {date}, {Apart(ahead)} apart. "
                + "The app acts on nothing until they agree. Check the time of the machine");
    }

    private static string Apart(Duration difference)
    {
        var (minutes, hours, days) = (Math.Abs(difference.TotalMinutes), Math.Abs(difference.TotalHours), Math.Abs(difference.TotalDays));
        return minutes < 120 ? $"{minutes:0} minutes" : hours < 48 ? $"{hours:0} hours" : $"{days:0} days";
    }
}

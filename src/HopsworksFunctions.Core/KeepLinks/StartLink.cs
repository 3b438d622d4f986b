using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.KeepLinks;

/// <summary>The lifetime of the link in a message about a stop that starts the cluster again.</summary>
public static class StartLink
{
    /// <summary>The longest time after the stop.</summary>
    public static readonly Duration Longest = Duration.FromHours(24);

    /// <summary>Returns the start of the next window, because the app then starts the cluster, but at most <see cref="Longest"/>.</summary>
    /// <param name="rule">The cluster's rule; null for none.</param>
    public static Instant Until(Rule? rule, Instant stoppedAt)
    {
        var longest = stoppedAt + Longest;
        return rule is { Start: true, Schedule: { } schedule } && schedule.NextStart(stoppedAt) is { } next && next < longest
            ? next : longest;
    }
}

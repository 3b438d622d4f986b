using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.KeepLinks;

/// <summary>How long the link in the message about a stop can start the cluster again.</summary>
public static class StartLink
{
    /// <summary>The longest time after the stop.</summary>
    public static readonly Duration Longest = Duration.FromHours(24);

    /// <summary>Until the next window starts, because the app then starts the cluster anyway, and at most <see cref="Longest"/>.</summary>
    /// <param name="rule">The cluster's rule; null for none.</param>
    public static Instant Until(Rule? rule, Instant stoppedAt)
    {
        var longest = stoppedAt + Longest;
        return rule is { Start: true, Schedule: { } schedule } && schedule.NextStart(stoppedAt) is { } next && next < longest
            ? next : longest;
    }
}

using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The state of a channel that fails, or failed until recently.</summary>
/// <param name="Channel">The channel's <see cref="NotificationChannel.Key"/>.</param>
/// <param name="Failures">The number of consecutive failed attempts; 0 once the channel works again.</param>
/// <param name="Refused">Whether only a person can fix the channel.</param>
/// <param name="NotBefore">The time of the next attempt.</param>
/// <param name="Lost">The number of messages that were given up.</param>
public sealed record ChannelState(string Channel, int Failures, bool Refused, string Problem, Instant NotBefore, int Lost)
{
    private const int FailuresToTell = 3;

    private static readonly Duration FirstWait = Duration.FromMinutes(4);
    private static readonly Duration MaxWait = Duration.FromHours(1);

    /// <param name="told">Whether the failure has already been reported.</param>
    public bool NeedsPeople(bool told) => Failures >= FailuresToTell || Failures > 0 && (Refused || told);

    public static ChannelState Working(string channel) => new(channel, 0, false, "", Instant.MinValue, 0);

    /// <summary>Returns the state after one more failure. Each wait is twice the previous one.</summary>
    /// <param name="retryAfter">The wait that the receiver requested; null for none.</param>
    public ChannelState Failed(string problem, bool refused, Duration? retryAfter, Instant now)
    {
        var wait = Duration.Min(FirstWait * (1L << Math.Min(Failures, 10)), MaxWait);
        var asked = Duration.Min(retryAfter ?? Duration.Zero, Message.Lifetime);
        return this with { Failures = Failures + 1, Refused = refused, Problem = problem, NotBefore = now + Duration.Max(wait, asked) };
    }
}

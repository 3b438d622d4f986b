using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>The state of a channel that fails, or failed until recently.</summary>
/// <param name="Channel">Its <see cref="NotificationChannel.Key"/>.</param>
/// <param name="Failures">Failed attempts in a row; 0 once it works again.</param>
/// <param name="Refused">Only a person can fix it.</param>
/// <param name="NotBefore">When to retry.</param>
/// <param name="Lost">How many messages were given up.</param>
public sealed record ChannelState(string Channel, int Failures, bool Refused, string Problem, Instant NotBefore, int Lost)
{
    private const int FailuresToTell = 3;

    private static readonly Duration FirstWait = Duration.FromMinutes(4);
    private static readonly Duration MaxWait = Duration.FromHours(1);

    /// <param name="told">Whether people were already told of the failure.</param>
    public bool NeedsPeople(bool told) => Failures >= FailuresToTell || Failures > 0 && (Refused || told);

    public static ChannelState Working(string channel) => new(channel, 0, false, "", Instant.MinValue, 0);

    /// <summary>The state after one more failure; each wait is twice the last.</summary>
    /// <param name="retryAfter">The wait that the receiver requested; null for none.</param>
    public ChannelState Failed(string problem, bool refused, Duration? retryAfter, Instant now)
    {
        var wait = Duration.Min(FirstWait * (1L << Math.Min(Failures, 10)), MaxWait);
        var asked = Duration.Min(retryAfter ?? Duration.Zero, Message.Lifetime);
        return this with { Failures = Failures + 1, Refused = refused, Problem = problem, NotBefore = now + Duration.Max(wait, asked) };
    }
}

using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The requested end of a hold: an instant, a duration, <c>nextStart</c>, <c>nextStop</c> or <c>released</c>.</summary>
public abstract record HoldEnd
{
    public sealed record At(Instant Instant) : HoldEnd;

    public sealed record After(Duration Duration) : HoldEnd;

    /// <summary>The schedule's next start or stop.</summary>
    public sealed record NextBoundary(bool Up) : HoldEnd;

    /// <summary>No end; only a release ends the hold.</summary>
    public sealed record Released : HoldEnd;

    /// <summary>Returns null if the text is none of these.</summary>
    public static HoldEnd? Parse(string text) => text switch
    {
        "nextStart" => new NextBoundary(true),
        "nextStop" => new NextBoundary(false),
        "released" => new Released(),
        _ when DurationText.Parse(text) is { } duration => new After(duration),
        _ when InstantText.Parse(text) is { } instant => new At(instant),
        _ => null,
    };

    /// <summary>Returns the end as an instant, or why there is none. Resolved once, when the hold is set.</summary>
    /// <param name="record">The cluster's record; null if it was never seen.</param>
    public (Instant? Until, string? Refusal) Resolve(Rule? rule, ClusterRecord? record, HoldState state, Instant now)
    {
        if (this is Released)
        {
            return state == HoldState.Down ? (Hold.Never, null)
                : (null, $"only a hold that keeps the cluster stopped can last until released. {Advice}");
        }
        var until = this switch
        {
            At at => at.Instant,
            After after => now + after.Duration,
            NextBoundary next => LedSchedule.Of(rule, record)?.Next(now, next.Up),
            _ => throw new InvalidOperationException($"{GetType().Name} is no end of a hold"),
        };
        return until switch
        {
            null => (null, Missing(rule)),
            { } at when at <= now =>
                (null, $"the end of the hold must be in the future; {SentenceTimes.Write(at, rule, now)} has passed"),
            { } at when at - now > Hold.MaxDuration => (null, $"a hold can last at most {DurationText.InWords(Hold.MaxDuration)}, until "
                + SentenceTimes.Write(now + Hold.MaxDuration, rule, now)),
            { } at => (at, null),
        };
    }

    private const string Advice = "Use a duration such as 2h or a time such as 2026-06-01T20:00:00Z";

    /// <summary>Returns the reason why the schedule has no such time.</summary>
    private string Missing(Rule? rule)
    {
        var isStart = this is NextBoundary { Up: true };
        return rule?.Schedule is { } schedule
            ? $"schedule '{schedule.Name}' has no {(isStart ? "start" : "stop")} time in the next "
                + $"{Schedules.Schedule.FarHorizon.TotalDays / 366:0} years. {Advice}"
            : $"{(rule is null ? "no rule matches it" : $"rule '{rule.Name}' has no schedule")}, so "
                + $"'{(isStart ? "nextStart" : "nextStop")}' has no meaning. {Advice}";
    }
}

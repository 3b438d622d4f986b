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
    public (Instant? Until, string? Refusal) Resolve(LedSchedule? windows, HoldState state, Instant now)
    {
        if (this is Released)
        {
            return state == HoldState.Down ? (Hold.Never, null)
                : (null, "only a hold that keeps the cluster down can last until it is released; give an instant or a duration");
        }
        var until = this switch
        {
            At at => at.Instant,
            After after => now + after.Duration,
            NextBoundary next => windows?.Next(now, next.Up),
            _ => throw new InvalidOperationException($"{GetType().Name} is no end of a hold"),
        };
        return until switch
        {
            null => (null, windows is null
                ? "the cluster's rule has no schedule to take the end from; give an instant or a duration"
                : "the schedule has no such boundary within reach; give an instant or a duration"),
            { } at when at <= now => (null, "the hold would be over already"),
            { } at when at - now > Hold.MaxDuration => (null, $"a hold lasts at most {DurationText.Write(Hold.MaxDuration)}"),
            { } at => (at, null),
        };
    }
}

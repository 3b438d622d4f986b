using System.Globalization;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// Writes the times of one sentence, in order, and names the zone at the first: <c>Mon 19:00 (Europe/Stockholm)</c>. A time seven or more
/// days away has its date instead of its weekday. A time that occurs twice when clocks go back says which one it is: <c>(CET)</c>.
/// </summary>
/// <param name="namesZone">False if the reader knows the zone.</param>
public sealed class SentenceTimes(DateTimeZone zone, Instant now, bool namesZone = true)
{
    private bool isZoneNamed = !namesZone;

    /// <summary>Returns the times of a sentence about a cluster, in its rule's zone.</summary>
    /// <param name="rule">The rule; null for none, which means UTC.</param>
    public static SentenceTimes Of(Rule? rule, Instant now) => new(rule?.Zone ?? DateTimeZone.Utc, now);

    /// <summary>Writes a single time, with its zone.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static string Write(Instant instant, Rule? rule, Instant now) => Of(rule, now).At(instant);

    /// <param name="instant">The time; null if it is unknown.</param>
    public string At(Instant? instant)
    {
        if (instant is not { } known)
            return "at an unknown time";
        var at = known.InZone(zone);
        var which = Which(at);
        var note = isZoneNamed ? which : which is null ? zone.Id : $"{zone.Id}, {which}";
        isZoneNamed = true;
        var days = Period.DaysBetween(now.InZone(zone).Date, at.Date);
        var text = at.ToString(Math.Abs(days) < 7 ? "ddd HH':'mm" : "uuuu'-'MM'-'dd HH':'mm", CultureInfo.InvariantCulture);
        return note is null ? text : $"{text} ({note})";
    }

    /// <summary>Returns which of two equal local times it is, by abbreviation or else by offset; null for all other times.</summary>
    private static string? Which(ZonedDateTime at)
    {
        if (at.Zone.MapLocal(at.LocalDateTime).Count < 2)
            return null;
        var name = at.GetZoneInterval().Name;
        return char.IsLetter(name[0]) ? name : at.Offset.ToString("m", CultureInfo.InvariantCulture);
    }
}

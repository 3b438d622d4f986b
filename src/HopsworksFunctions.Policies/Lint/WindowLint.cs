using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about windows of one schedule that are empty, or do not do what they seem to.</summary>
internal sealed class WindowLint(
    IReadOnlyDictionary<string, DateSet> calendars, JsonNode schedule, DateTimeZone zone, Instant now, List<Problem> warnings)
{
    private readonly LocalDate today = now.InZone(zone).Date;
    private readonly LocalDate horizon = (now + Schedule.FarHorizon).InZone(zone).Date;
    private readonly DateSet except = new DateSet.AnyOf(
        [.. ScheduleLint.Texts(schedule, "except").Select(date => DateText.Parse(date.Text, calendars))]);

    // Each reason is reported once, for all its windows.
    private readonly Dictionary<string, (JsonNode First, int More)> never = [];

    public void Check()
    {
        foreach (var node in ScheduleLint.Texts(schedule, "up"))
            Window(node, except);
        foreach (var node in ScheduleLint.Texts(schedule, "plus"))
            Window(node, DateSet.None);
        foreach (var (why, (first, more)) in never)
        {
            var others = more == 0 ? "" : $". The same is true of {CountText.Of(more, "more window")} of this schedule";
            Warn(first, $"window '{first.Text}' {why}{others}");
        }
        Nights();
    }

    private void Window(JsonNode node, DateSet excluded)
    {
        var window = Parse(node);
        var why = IsPast(window) ? "has passed. Remove it"
            : !Times(window, excluded).Any() && !IsAhead(window) ? WhyNever(WindowText.Parse(node.Text, calendars, DateSet.None)) : null;
        if (why is not null)
            never[why] = never.TryGetValue(why, out var known) ? (known.First, known.More + 1) : (node, 0);
        if (window is Span.OfDays { Days: 0, Starts: DateSet.Weekdays } span
            && Period.Between(span.Start, span.End).ToDuration() is var length && length <= Duration.FromHours(1))
        {
            var words = node.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Warn(node, $"span '{node.Text}' lasts {DurationText.Write(length)}. For the whole week write 'daily 00:00-24:00'; for "
                + $"{DurationText.Write(length)} write '{words[0]} {words[1]}-{words[^1]}'");
        }
    }

    /// <summary>Returns the reason why a window is empty in the next five years.</summary>
    /// <param name="bare">The window without excluded dates.</param>
    private string WhyNever(Window bare)
    {
        if (Times(bare, DateSet.None).Any())
            return "is empty for the next five years: 'except' covers all its dates";
        return bare is DailyWindow { Dates: var dates } && !AllDates(today.Year).Any(dates.Contains)
            ? "is always empty: its date does not exist in any year"
            : "is empty for the next five years: its dates do not occur";
    }

    /// <summary>Returns the dates of 28 years, which include every kind: each first weekday, with and without 29 February.</summary>
    private static IEnumerable<LocalDate> AllDates(int from) =>
        Enumerable.Range(0, 28 * 366).Select(day => new LocalDate(from, 1, 1).PlusDays(day));

    private void Nights()
    {
        var nights = ScheduleLint.Texts(schedule, "up").Select(node => (Node: node, Window: Parse(node)))
            .Where(w => IsOvernight(w.Window)).ToLookup(w => w.Window is Span);
        if (!nights[true].Any() || !nights[false].Any())
            return;
        var (span, window) = (First(nights[true]), First(nights[false]));
        if (span is not null && window is not null)
            Warn(span, $"'except' treats span '{span.Text}' and overnight window '{window.Text}' differently: a span loses only the "
                + "excluded dates, a window loses its whole night");
    }

    /// <summary>Returns the first window from which <c>except</c> removes time; null for none.</summary>
    private JsonNode? First(IEnumerable<(JsonNode Node, Window Window)> all) =>
        all.FirstOrDefault(w => !Times(w.Window, except).SequenceEqual(Times(w.Window, DateSet.None))).Node;

    private static bool IsOvernight(Window window) => window switch
    {
        DailyWindow { Days: var days, End: var end } => days > 0 && end != LocalTime.Midnight,
        Span.OfDays { Days: var days, End: var end } => days > 1 || days == 1 && end != LocalTime.Midnight,
        Span.OfEveryYear { From: var from, To: var to } => from != to,
        _ => false,
    };

    private IEnumerable<(Instant Start, Instant End)> Times(Window window, DateSet excluded) =>
        window.Between(today, horizon, excluded, zone).Where(time => time.Start < time.End && time.End > now);

    private bool IsPast(Window window) => window switch
    {
        DailyWindow daily => ScheduleLint.IsPast(daily.Dates, now),
        Span.OfDays { Starts: DateSet.Range range, Days: var days } =>
            ScheduleLint.IsPast(new DateSet.Range(range.From, range.To.PlusDays(days)), now),
        _ => false,
    };

    private bool IsAhead(Window window) => window switch
    {
        DailyWindow daily => IsAhead(daily.Dates),
        Span span => IsAhead(span.Starts),
        _ => false,
    };

    private bool IsAhead(DateSet dates) => dates switch
    {
        DateSet.Range range => range.To > horizon,
        DateSet.Sourced sourced => sourced.Newest.Any(date => date > horizon),
        DateSet.AnyOf any => any.Sets.Any(IsAhead),
        _ => false,
    };

    private Window Parse(JsonNode node) => WindowText.Parse(node.Text, calendars, except);

    private void Warn(JsonNode node, string text) => warnings.Add(Problem.Warning(node.Place, text));
}

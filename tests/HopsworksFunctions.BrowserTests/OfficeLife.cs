using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Extensions;

[assembly: AssemblyFixture(typeof(HopsworksFunctions.BrowserTests.OfficeApp))]

namespace HopsworksFunctions.BrowserTests;

/// <summary>
/// The past of one cluster on the working days of the weeks before now. It ran from 07:30 to 19:00 and was active from 10:00 to 12:00, on
/// Wednesdays also from 14:00 to 14:15. On Tuesdays from 16:00 to 17:00 its activity is unknown.
/// </summary>
internal static class OfficeLife
{
    public const string Name = "dev-office";

    public const string Policies = """
        { "timeZone": "Europe/Stockholm", "schedules": { "office": { "up": ["mon-fri 07:30-18:00"] } }, "rules": [
            { "name": "office", "match": {}, "schedule": "office", "start": false, "stop": false, "observe": true } ] }
        """;

    private const string Id = "c-office";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];

    private static readonly (IsoDayOfWeek? Only, LocalTime At, Activity Activity)[] Changes =
    [
        (null, new(7, 30), Activity.Quiet), (null, new(10, 0), Activity.Busy), (null, new(12, 0), Activity.Quiet),
        (IsoDayOfWeek.Wednesday, new(14, 0), Activity.Busy), (IsoDayOfWeek.Wednesday, new(14, 15), Activity.Quiet),
        (IsoDayOfWeek.Tuesday, new(16, 0), Activity.Unknown), (IsoDayOfWeek.Tuesday, new(17, 0), Activity.Quiet),
    ];

    /// <summary>The start of today in the page's time zone. Up to then, each hour was seen equally often.</summary>
    public static DateTimeOffset Midnight =>
        TimeProvider.System.GetUtcNow().ToInstant().InZone(Zone).Date.AtStartOfDayInZone(Zone).ToDateTimeOffset();

    /// <summary>
    /// Returns what the legend adds if clocks left out an hour in the four weeks before a time. That hour was there on three days only.
    /// </summary>
    public static string Few(DateTimeOffset end)
    {
        var intervals = Zone.GetZoneIntervals(end.ToInstant() - Duration.FromDays(28), end.ToInstant());
        return intervals.Skip(1).Any(interval => interval.Savings != Offset.Zero) ? "seen on fewer than 4 days" : "";
    }

    /// <param name="isNew">Whether nothing is known from before the first day; otherwise the cluster was stopped.</param>
    public static Task<LocalApp> StartAsync(int weeks, bool isNew = false)
    {
        var now = TimeProvider.System.GetUtcNow().ToInstant();
        // Each weekday is there equally often, so that the advice is the same on every day.
        var first = now.InZone(Zone).Date.PlusWeeks(-weeks).PlusDays(1);
        var days = Enumerable.Range(0, 7 * weeks).Select(first.PlusDays).Where(day => day.DayOfWeek <= IsoDayOfWeek.Friday).ToList();
        var audit = days.SelectMany(day => (AuditEntry[])
            [Entry(At(day, new(7, 30)), AuditKind.CameUp), Entry(At(day, new(19, 0)), AuditKind.WentDown)]);
        var activity = days.SelectMany(day => Changes.Where(change => change.Only is null || change.Only == day.DayOfWeek)
            .Select(change => Change(At(day, change.At), change.Activity)));
        var past = audit.Where(entry => entry.At < now).ToList();
        if (isNew)
            past[0] = past[0] with { Left = null };
        return StartAsync(past, [.. activity.Where(change => change.At < now)]);
    }

    /// <summary>
    /// Starts the app with a cluster that ran idle for weeks until clocks last went back. It was active in the second of the two repeated
    /// hours.
    /// </summary>
    /// <param name="back">The time at which clocks went back.</param>
    public static Task<LocalApp> StartAtClockChangeAsync(out Instant back)
    {
        var now = TimeProvider.System.GetUtcNow().ToInstant();
        // The page shows the day of the change as the last one, so that day is over.
        var changed = Zone.GetZoneIntervals(now - Duration.FromDays(400), now - Duration.FromDays(1)).Skip(1)
            .Last(interval => interval.Savings == Offset.Zero).Start;
        back = changed;
        // Each week's history is stored on its own, so each week needs a first entry.
        var weeks = Enumerable.Range(-5, 7).Select(week => ActivityWeek.Of(changed).PlusWeeks(week).AtMidnight().InUtc().ToInstant());
        return StartAsync(
            [Entry(changed - Duration.FromDays(26), AuditKind.CameUp)],
            [
                .. weeks.Select(week => Change(week, Activity.Quiet))
                    .Append(Change(changed, Activity.Busy)).Append(Change(changed + Duration.FromHours(1), Activity.Quiet))
                    .Where(change => change.At < now).OrderBy(change => change.At),
            ]);
    }

    private static Task<LocalApp> StartAsync(IEnumerable<AuditEntry> audit, IReadOnlyList<ActivityChange> activity) => LocalApp.StartAsync(
        Policies, [new() { Id = Id, Name = Name, StartedOn = TimeProvider.System.GetUtcNow().AddYears(-1) }], audit,
        ("State__ActivityDays", "400"), activity: activity);

    private static ActivityChange Change(Instant at, Activity activity) => new(Id, activity, at);

    private static AuditEntry Entry(Instant at, AuditKind kind) => new(at, "run", "timer", kind, "It changed.")
    {
        ClusterId = Id, ClusterName = Name, Cause = Cause.Policy, Left = at,
    };

    private static Instant At(LocalDate day, LocalTime time) => (day + time).InZoneLeniently(Zone).ToInstant();
}

/// <summary>The app with six weeks of <see cref="OfficeLife"/>.</summary>
public sealed class OfficeApp : IAsyncLifetime
{
    internal LocalApp It { get; private set; } = null!;

    public async ValueTask InitializeAsync() => It = await Deadline.For("the app with a history is up", () => OfficeLife.StartAsync(6));

    public ValueTask DisposeAsync() => It.DisposeAsync();
}

using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>A workday is a day from Monday to Friday that is not excluded.</summary>
public sealed class WorkdayTests
{
    [Theory]
    // 1 January 2027 is a Friday, 6 January a Wednesday.
    [InlineData("1st workday", "2027-01", "2027-01-04")]
    [InlineData("2nd workday", "2027-01", "2027-01-05")]
    [InlineData("3rd workday", "2027-01", "2027-01-07")]
    [InlineData("18th workday", "2027-01", "2027-01-28")]
    [InlineData("19th workday", "2027-01", "2027-01-29")]
    [InlineData("20th workday", "2027-01")]
    [InlineData("last workday", "2026-12", "2026-12-30")]
    [InlineData("last 3 workdays", "2026-12", "2026-12-28", "2026-12-29", "2026-12-30")]
    [InlineData("last 23 workdays", "2026-02", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06", "2026-02-09",
        "2026-02-10", "2026-02-11", "2026-02-12", "2026-02-13", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
        "2026-02-23", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27")]
    [InlineData("jan,jul 2nd workday,last workday", "2026-07", "2026-07-02", "2026-07-31")]
    [InlineData("jan,jul 2nd workday,last workday", "2026-08")]
    // Only the schedule's excluded dates count, whatever `plus` adds.
    [InlineData("1st workday,1st sat", "2026-11", "2026-11-02", "2026-11-07")]
    public void Counts_the_days_of_the_month_that_are_worked(string days, string month, params string[] dates)
    {
        var schedule = PolicyText.Valid($$"""
            { 'timeZone': 'Europe/Stockholm', 'calendars': { 'se': ['*-01-01', '*-01-06', '*-12-24..*-12-26', '*-12-31'] }, 'rules': [],
              'schedules': { 's': { 'up': ['{{days}} 09:00-17:00'], 'except': ['@se'],
                'plus': ['2027-01-01 09:00-17:00', '2026-11-01 10:00-11:00'] } } }
            """).Schedules["s"];
        var first = LocalDatePattern.Iso.Parse($"{month}-01").Value;

        var up = Enumerable.Range(1, 30).Select(first.PlusDays).Where(date => date.Month == first.Month)
            .Where(date => schedule.IsUp(date.At(new(12, 0)).InZoneStrictly(schedule.Zone).ToInstant()));

        Assert.Equal(dates, up.Select(LocalDatePattern.Iso.Format));
    }

    [Fact]
    public void Counts_in_plus_as_in_up() => Assert.Equal(
        Instant.FromUtc(2027, 1, 4, 9, 0),
        PolicyText.Valid("""
            { 'rules': [], 'schedules': { 's': { 'up': [], 'except': ['*-01-01'], 'plus': ['1st workday 09:00-17:00'] } } }
            """).Schedules["s"].NextStart(Instant.FromUtc(2027, 1, 1, 0, 0)));
}

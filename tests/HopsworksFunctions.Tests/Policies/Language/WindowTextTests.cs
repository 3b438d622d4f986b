using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class WindowTextTests
{
    [Theory]
    // 2026-06-01 is a Monday.
    [InlineData("daily 07:00-19:00", "2026-06-07T07:00", "2026-06-07T19:00")]
    [InlineData("mon-fri 07:00-19:00", "2026-06-05T18:59", "2026-06-06T12:00")]
    [InlineData("mon,wed 07:00-19:00", "2026-06-03T12:00", "2026-06-02T12:00")]
    [InlineData("mon, wed 07:00-19:00", "2026-06-03T12:00", "2026-06-02T12:00")]
    [InlineData("  mon   07:00-19:00 ", "2026-06-01T12:00", "2026-06-02T12:00")]
    [InlineData("sun-tue 07:00-19:00", "2026-06-07T12:00", "2026-06-03T12:00")]
    [InlineData("mon-mon 07:00-19:00", "2026-06-08T12:00", "2026-06-09T12:00")]
    [InlineData("mon-fri 22:00-06:00", "2026-06-06T05:59", "2026-06-06T06:00")]
    [InlineData("fri 20:00-24:00", "2026-06-05T23:59", "2026-06-06T00:00")]
    [InlineData("fri 20:00-00:00", "2026-06-05T23:59", "2026-06-06T00:00")]
    [InlineData("1st sat 09:00-13:00", "2026-06-06T09:00", "2026-06-13T09:00")]
    [InlineData("1st sat,3rd sat 09:00-13:00", "2026-06-20T09:00", "2026-06-13T09:00")]
    [InlineData("2nd tue 09:00-13:00", "2026-06-09T09:00", "2026-06-02T09:00")]
    [InlineData("4th fri 09:00-13:00", "2026-06-26T09:00", "2026-06-19T09:00")]
    [InlineData("5th mon 09:00-13:00", "2026-06-29T09:00", "2026-06-22T09:00")]
    [InlineData("last mon 09:00-13:00", "2026-06-29T09:00", "2026-06-22T09:00")]
    [InlineData("last day 09:00-13:00", "2026-06-30T09:00", "2026-06-29T09:00")]
    [InlineData("day 31 09:00-13:00", "2026-07-31T09:00", "2026-06-30T09:00")]
    [InlineData("day 1-5,last day 09:00-13:00", "2026-06-05T09:00", "2026-06-06T09:00")]
    [InlineData("jun-aug mon-fri 07:00-19:00", "2026-08-31T12:00", "2026-09-01T12:00")]
    [InlineData("jan,jul daily 07:00-19:00", "2026-07-31T12:00", "2026-06-30T12:00")]
    [InlineData("nov-feb daily 07:00-19:00", "2026-02-28T12:00", "2026-03-01T12:00")]
    [InlineData("jun last fri 07:00-19:00", "2026-06-26T12:00", "2026-07-31T12:00")]
    [InlineData("mon 08:00 > fri 18:00", "2026-06-03T03:00", "2026-06-05T18:00")]
    [InlineData("fri 18:00 > mon 08:00", "2026-06-07T03:00", "2026-06-08T08:00")]
    [InlineData("mon 08:00 > mon 12:00", "2026-06-01T11:59", "2026-06-01T12:00")]
    [InlineData("mon 08:00 > mon 07:00", "2026-06-08T06:59", "2026-06-08T07:30")]
    [InlineData("fri 18:00 > sun 24:00", "2026-06-07T23:59", "2026-06-08T00:00")]
    [InlineData("2nd workday 07:00-19:00", "2026-06-02T07:00", "2026-06-03T07:00")]
    [InlineData("22nd workday 07:00-19:00", "2026-06-30T07:00", "2026-06-29T07:00")]
    [InlineData("23rd workday 07:00-19:00", "2026-07-31T07:00", "2026-06-30T07:00")]
    [InlineData("1st  workday,11th workday , last workday 07:00-19:00", "2026-06-15T07:00", "2026-06-16T07:00")]
    [InlineData("last workday 07:00-19:00", "2026-05-29T07:00", "2026-05-31T07:00")]
    [InlineData("last 3 workdays 07:00-19:00", "2026-05-27T07:00", "2026-05-26T07:00")]
    [InlineData("jun-aug last 2 workdays,1st sat 07:00-19:00", "2026-06-29T07:00", "2026-05-29T07:00")]
    [InlineData("2026-06-03 14:00 > 2026-06-06 02:00", "2026-06-06T01:59", "2026-06-06T02:00")]
    [InlineData("2026-06-03 14:00 > 2026-06-03 24:00", "2026-06-03T14:00", "2026-06-03T13:59")]
    [InlineData("2020-06-03 14:00 > 2035-06-03 12:00", "2026-06-03T14:00", "2035-06-03T12:00")]
    [InlineData("*-12-23 18:00 > *-01-02 08:00", "2027-01-02T07:59", "2027-01-02T08:00")]
    [InlineData("*-06-03 18:00 > *-06-03 08:00", "2026-06-03T07:59", "2026-06-03T08:00")]
    [InlineData("*-06-03 08:00 > *-06-03 24:00", "2026-06-03T23:59", "2026-06-04T00:00")]
    [InlineData("2026-06-03 09:00-17:00", "2026-06-03T09:00", "2026-06-04T09:00")]
    [InlineData("2026-06-03..2026-06-05 09:00-17:00", "2026-06-05T16:59", "2026-06-04T17:00")]
    [InlineData("*-06-03 09:00-17:00", "2027-06-03T09:00", "2027-06-04T09:00")]
    [InlineData("*-12-24..*-01-02 09:00-17:00", "2027-01-02T09:00", "2027-01-03T09:00")]
    [InlineData("*-02-29 09:00-17:00", "2028-02-29T09:00", "2028-03-01T09:00")]
    [InlineData("@fair 09:00-17:00", "2026-06-10T09:00", "2026-06-12T09:00")]
    public void Reads_a_window(string window, string up, string down)
    {
        var schedule = PolicyText.Valid($$"""
            { 'timeZone': 'Europe/Stockholm', 'calendars': { 'fair': ['2026-06-10..2026-06-11'] },
              'schedules': { 's': { 'up': ['{{window}}'] } }, 'rules': [] }
            """).Schedules["s"];

        Assert.True(schedule.IsUp(Local(up)));
        Assert.False(schedule.IsUp(Local(down)));

        NodaTime.Instant Local(string text) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
            .Parse(text).Value.InZoneStrictly(schedule.Zone).ToInstant();
    }

    [Theory]
    [InlineData("", "a window is missing here, such as 'mon-fri 07:00-19:00'")]
    [InlineData("   ", "a window is missing here")]
    [InlineData("mon-fri", "it must end with its times, HH:MM-HH:MM")]
    [InlineData("mon-fri 7-19", "it must end with its times, HH:MM-HH:MM")]
    [InlineData("07:00-19:00", "did you mean 'daily 07:00-19:00'?")]
    [InlineData("07:00-19:00 mon-fri", "it must end with its times")]
    [InlineData("mon-fri 7:00-19:00", "'7:00' is not a time HH:MM; did you mean '07:00'?")]
    [InlineData("mon-fri 07:00-7pm:", "'7pm:' is not a time HH:MM")]
    [InlineData("mon-fri 07:60-19:00", "there is no time '07:60'; times go from 00:00 to 23:59")]
    [InlineData("mon-fri 07:00-24:01", "there is no time '24:01'")]
    [InlineData("mon-fri 24:00-07:00", "24:00 is an end; a window that starts then starts at 00:00 of the next day")]
    [InlineData("mon-fri 09:00-09:00", "it starts and ends at 09:00; for a whole day write 00:00-24:00")]
    [InlineData("mon-fri 07:00-19:00-20:00", "'19:00-20:00' is not a time HH:MM")]
    [InlineData("mon-fri ٠٧:00-19:00", "is not a time HH:MM")]
    [InlineData("Mon-Fri 07:00-19:00", "'Mon' is not a day; did you mean 'mon'?")]
    [InlineData("monday 07:00-19:00", "'monday' is not a day; did you mean 'mon'?")]
    [InlineData("mon-xyz 07:00-19:00", "'xyz' is not a day, which are mon tue wed thu fri sat sun")]
    [InlineData("Daily 07:00-19:00", "did you mean 'daily'?")]
    [InlineData("dialy 07:00-19:00", "did you mean 'daily'?")]
    [InlineData("mon-wed-fri 07:00-19:00", "'mon-wed-fri' is not a range of two days")]
    [InlineData("mon- 07:00-19:00", "a day is missing beside a comma or a dash")]
    [InlineData("mon,,fri 07:00-19:00", "a day is missing beside the comma")]
    [InlineData("mon fri 07:00-19:00", "'mon fri' names no days")]
    [InlineData("last 07:00-19:00", "'last' is not a day of its own here; days are written")]
    [InlineData("1st 07:00-19:00", "'1st' is not a day of its own here")]
    [InlineData("6th sat 07:00-19:00", "'6th sat' names no days; did you mean '4th'?")]
    [InlineData("first sat 07:00-19:00", "'first sat' names no days")]
    [InlineData("1st day 07:00-19:00", "'day' is not a day of the week")]
    [InlineData("last mon-fri 07:00-19:00", "'mon-fri' is not a day of the week; did you mean 'mon'?")]
    [InlineData("day 0 07:00-19:00", "'day 1' to 'day 31'")]
    [InlineData("day 32 07:00-19:00", "'day 1' to 'day 31'")]
    [InlineData("day 01 07:00-19:00", "'day 1' to 'day 31'")]
    [InlineData("day 25-5 07:00-19:00", "did you mean 'day 25-31,day 1-5'?")]
    [InlineData("jun-aug 07:00-19:00", "it does not say on which days of 'jun-aug'; did you mean 'jun-aug daily'?")]
    [InlineData("june mon 07:00-19:00", "'june mon' names no days; did you mean 'jun'?")]
    [InlineData("jun-august mon 07:00-19:00", "'august' is not a month; did you mean 'aug'?")]
    [InlineData("jan, jul daily 07:00-19:00", "a month is missing beside a comma or a dash")]
    [InlineData("mon jun 07:00-19:00", "'mon jun' names no days")]
    [InlineData("mon 08:00>fri 18:00", "a span is written 'DAY HH:MM > DAY HH:MM'")]
    [InlineData("mon-fri 08:00 > fri 18:00", "'mon-fri' is not a day of the week; did you mean 'mon'?")]
    [InlineData("mon 08:00 > fri", "a span is written 'DAY HH:MM > DAY HH:MM'")]
    [InlineData("mon 08:00 > mon 08:00", "for a whole week, list the days: 'daily 00:00-24:00'")]
    [InlineData("jun mon 08:00 > fri 18:00", "a span is written 'DAY HH:MM > DAY HH:MM'")]
    [InlineData("workday 07:00-19:00", "write '2nd workday' or 'last workday', and for every one of them 'mon-fri'")]
    [InlineData("24th workday 07:00-19:00", "'24th workday' is no workday of a month, '1st workday' to '23rd workday'")]
    [InlineData("2th workday 07:00-19:00", "'2th workday' is no workday of a month")]
    [InlineData("3rd workdays 07:00-19:00", "'3rd workdays' is no workday of a month")]
    [InlineData("last 1 workdays 07:00-19:00", "written 'last workday', or 'last 2 workdays' to 'last 23 workdays'")]
    [InlineData("last 3 workday 07:00-19:00", "written 'last workday', or 'last 2 workdays' to 'last 23 workdays'")]
    [InlineData("last workdays 07:00-19:00", "written 'last workday', or 'last 2 workdays' to 'last 23 workdays'")]
    [InlineData("last wrokday 07:00-19:00", "did you mean 'workday'?")]
    [InlineData("2026-12-03 14:00 > 2026-12-03 14:00",
        "it starts and ends at the same time; for a whole day write '2026-12-03 00:00-24:00'")]
    [InlineData("2026-12-03 14:00 > 2026-12-03 09:00", "it ends before it starts")]
    [InlineData("2026-12-03 14:00 > 2026-02-30 09:00", "there is no date 2026-02-30")]
    [InlineData("2026-12-03 14:00 > fri 09:00", "from one day of the week to another, or from one date to another")]
    [InlineData("2026-12-03 14:00 > *-12-06 09:00", "mixes a date of one year with one of every year")]
    [InlineData("2026-12-01..2026-12-03 14:00 > 2026-12-06 09:00", "neither can be a range")]
    [InlineData("*-02-29 14:00 > *-03-06 09:00", "cannot start or end on 29 February")]
    [InlineData("*-12-23 08:00 > *-12-23 08:00", "it starts and ends at the same time")]
    [InlineData("2026-02-30 09:00-17:00", "there is no date 2026-02-30")]
    [InlineData("2026-6-3 09:00-17:00", "'2026-6-3' is not a date; dates are written YYYY-MM-DD")]
    [InlineData("3/6/2026 09:00-17:00", "dates are written YYYY-MM-DD")]
    [InlineData("@fiar 09:00-17:00", "there is no calendar 'fiar'; did you mean 'fair'?")]
    [InlineData("@ 09:00-17:00", "there is no calendar ''")]
    [InlineData("@fair", "it must end with its times")]
    [InlineData("@fair mon 09:00-17:00", "'@fair mon' names no days")]
    public void Says_what_is_wrong_with_a_window(string window, string message)
    {
        var problem = Assert.Single(PolicyText.Parse($$"""
            { 'calendars': { 'fair': ['2026-06-10'] },
              'schedules': { 's': { 'up': ['{{window}}'] } }, 'rules': [] }
            """).Problems);

        Assert.Equal("line 2, column 32, $.schedules.s.up[0]", problem.Place.ToString());
        Assert.StartsWith($"'{window}' is not a window: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}

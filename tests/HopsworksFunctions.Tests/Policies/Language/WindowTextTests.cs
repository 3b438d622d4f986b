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
    [InlineData("", "empty window. Write 'mon-fri 07:00-19:00'")]
    [InlineData("   ", "empty window")]
    [InlineData("mon-fri", "missing times at the end: HH:MM-HH:MM")]
    [InlineData("mon-fri 7-19", "missing times at the end: HH:MM-HH:MM")]
    [InlineData("07:00-19:00", "Did you mean 'daily 07:00-19:00'?")]
    [InlineData("07:00-19:00 mon-fri", "missing times at the end")]
    [InlineData("mon-fri 7:00-19:00", "'7:00' is not HH:MM. Did you mean '07:00'?")]
    [InlineData("mon-fri 07:00-7pm:", "'7pm:' is not HH:MM")]
    [InlineData("mon-fri 07:60-19:00", "'07:60' does not exist: use 00:00 to 23:59")]
    [InlineData("mon-fri 07:00-24:01", "'24:01' does not exist")]
    [InlineData("mon-fri 24:00-07:00", "24:00 can only be an end. Start at 00:00 on the next day")]
    [InlineData("mon-fri 09:00-09:00", "start and end are the same. For a whole day write 00:00-24:00")]
    [InlineData("mon-fri 07:00-19:00-20:00", "'19:00-20:00' is not HH:MM")]
    [InlineData("mon-fri ٠٧:00-19:00", "is not HH:MM")]
    [InlineData("Mon-Fri 07:00-19:00", "'Mon' is not a day. Did you mean 'mon'?")]
    [InlineData("monday 07:00-19:00", "'monday' is not a day. Did you mean 'mon'?")]
    [InlineData("mon-xyz 07:00-19:00", "'xyz' is not a day. Use mon tue wed thu fri sat sun")]
    [InlineData("Daily 07:00-19:00", "Did you mean 'daily'?")]
    [InlineData("dialy 07:00-19:00", "Did you mean 'daily'?")]
    [InlineData("mon-wed-fri 07:00-19:00", "'mon-wed-fri' is not a range of two days")]
    [InlineData("mon- 07:00-19:00", "missing day next to a comma or dash")]
    [InlineData("mon,,fri 07:00-19:00", "missing day next to the comma")]
    [InlineData("mon fri 07:00-19:00", "'mon fri' is not a day")]
    [InlineData("last 07:00-19:00", "'last' cannot stand alone here; write mon-fri")]
    [InlineData("1st 07:00-19:00", "'1st' cannot stand alone here")]
    [InlineData("6th sat 07:00-19:00", "'6th sat' is not a day. Did you mean '4th'?")]
    [InlineData("first sat 07:00-19:00", "'first sat' is not a day")]
    [InlineData("1st day 07:00-19:00", "'day' cannot stand alone here")]
    [InlineData("last mon-fri 07:00-19:00", "'mon-fri' is not a day of the week. Did you mean 'mon'?")]
    [InlineData("day 0 07:00-19:00", "does not exist. Use day 1 to day 31")]
    [InlineData("day 32 07:00-19:00", "does not exist. Use day 1 to day 31")]
    [InlineData("day 01 07:00-19:00", "does not exist. Use day 1 to day 31")]
    [InlineData("day 25-5 07:00-19:00", "Did you mean 'day 25-31,day 1-5'?")]
    [InlineData("jun-aug 07:00-19:00", "'jun-aug' needs days. Did you mean 'jun-aug daily'?")]
    [InlineData("june mon 07:00-19:00", "'june mon' is not a day. Did you mean 'jun'?")]
    [InlineData("jun-august mon 07:00-19:00", "'august' is not a month. Did you mean 'aug'?")]
    [InlineData("jan, jul daily 07:00-19:00", "missing month next to a comma or dash")]
    [InlineData("mon jun 07:00-19:00", "'mon jun' is not a day")]
    [InlineData("mon 08:00>fri 18:00", "write a span as 'DAY HH:MM > DAY HH:MM'")]
    [InlineData("mon-fri 08:00 > fri 18:00", "'mon-fri' is not a day of the week. Did you mean 'mon'?")]
    [InlineData("mon 08:00 > fri", "write a span as 'DAY HH:MM > DAY HH:MM'")]
    [InlineData("mon 08:00 > mon 08:00", "For a whole week write 'daily 00:00-24:00'")]
    [InlineData("jun mon 08:00 > fri 18:00", "write a span as 'DAY HH:MM > DAY HH:MM'")]
    [InlineData("workday 07:00-19:00", "Write '2nd workday' or 'last workday', or 'mon-fri' for every one of them")]
    [InlineData("24th workday 07:00-19:00", "'24th workday' does not exist. Use '1st workday' to '23rd workday'")]
    [InlineData("2th workday 07:00-19:00", "'2th workday' does not exist")]
    [InlineData("3rd workdays 07:00-19:00", "'3rd workdays' does not exist")]
    [InlineData("last 1 workdays 07:00-19:00", "write 'last workday', or 'last 2 workdays' to 'last 23 workdays'")]
    [InlineData("last 3 workday 07:00-19:00", "write 'last workday', or 'last 2 workdays' to 'last 23 workdays'")]
    [InlineData("last workdays 07:00-19:00", "write 'last workday', or 'last 2 workdays' to 'last 23 workdays'")]
    [InlineData("last wrokday 07:00-19:00", "Did you mean 'workday'?")]
    [InlineData("2026-12-03 14:00 > 2026-12-03 14:00",
        "start and end are the same. For a whole day write '2026-12-03 00:00-24:00'")]
    [InlineData("2026-12-03 14:00 > 2026-12-03 09:00", "the span ends before it starts. Swap the ends")]
    [InlineData("2026-12-03 14:00 > 2026-02-30 09:00", "2026-02-30 does not exist")]
    [InlineData("2026-12-03 14:00 > fri 09:00", "needs two days of the week or two dates")]
    [InlineData("2026-12-03 14:00 > *-12-06 09:00", "mixes a single year with every year")]
    [InlineData("2026-12-01..2026-12-03 14:00 > 2026-12-06 09:00", "neither can be a range")]
    [InlineData("*-02-29 14:00 > *-03-06 09:00", "cannot start or end on 29 February")]
    [InlineData("*-12-23 08:00 > *-12-23 08:00", "start and end are the same")]
    [InlineData("2026-02-30 09:00-17:00", "2026-02-30 does not exist")]
    [InlineData("2026-6-3 09:00-17:00", "'2026-6-3' is not a date; write YYYY-MM-DD")]
    [InlineData("3/6/2026 09:00-17:00", "write YYYY-MM-DD")]
    [InlineData("@fiar 09:00-17:00", "unknown calendar 'fiar'. Did you mean 'fair'?")]
    [InlineData("@ 09:00-17:00", "unknown calendar ''")]
    [InlineData("@fair", "missing times at the end")]
    [InlineData("@fair mon 09:00-17:00", "'@fair mon' is not a day")]
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

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("2026-12-24")]
    [InlineData("2028-02-29")]
    [InlineData("1900-01-01..2200-12-31")]
    [InlineData("2026-12-24..2026-12-24")]
    [InlineData("*-02-29")]
    [InlineData("*-12-24..*-01-02")]
    [InlineData("@se")]
    public void Reads_dates(string dates) => Assert.Empty(Except(dates).Problems);

    [Theory]
    [InlineData("", "'' is not a date; dates are written YYYY-MM-DD, *-MM-DD for every year, or a range of either: a..b")]
    [InlineData("2026-02-29", "there is no date 2026-02-29")]
    [InlineData("2026-13-01", "there is no date 2026-13-01")]
    [InlineData("1899-12-31", "dates go from 1900 to 2200")]
    [InlineData("2026-1-1", "'2026-1-1' is not a date; dates are written YYYY-MM-DD")]
    [InlineData("24.12.2026", "'24.12.2026' is not a date")]
    [InlineData(" 2026-01-01", "is not a date")]
    [InlineData("2026-01-01..", "'' is not a date")]
    [InlineData("2026-01-02..2026-01-01", "ends before it starts")]
    [InlineData("2026-01-01..2026-01-02..2026-01-03", "is not a range of two dates")]
    [InlineData("2026-01-01...2026-01-02", "is not a date")]
    [InlineData("*-02-30", "no year has a date 02-30")]
    [InlineData("*-2-3", "'*-2-3' is not a date of every year")]
    [InlineData("*", "'*' is not a date of every year")]
    [InlineData("*-12-24..2026-01-02", "mixes a date of one year with one of every year")]
    [InlineData("2026-12-24..*-01-02", "mixes a date of one year with one of every year")]
    [InlineData("@sw", "there is no calendar 'sw'; did you mean 'se'?")]
    [InlineData("@", "there is no calendar ''")]
    [InlineData("mon", "'mon' is not a date")]
    [InlineData("2026-12-24 09:00-17:00", "'2026-12-24 09:00-17:00' is not a date")]
    public void Says_what_is_wrong_with_dates(string dates, string message)
    {
        var problem = Assert.Single(Except(dates).Problems);

        Assert.Equal("line 2, column 36, $.schedules.s.except[0]", problem.Place.ToString());
        Assert.StartsWith($"'{dates}' is not a date or @calendar: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@se", "'@se' is not a date")]
    [InlineData("mon", "'mon' is not a date")]
    public void Takes_only_dates_in_a_calendar(string dates, string message)
    {
        var problem = Assert.Single(PolicyText.Parse($$"""{ 'calendars': { 'se': ['{{dates}}'] }, 'rules': [] }""").Problems);

        Assert.Equal("line 1, column 25, $.calendars.se[0]", problem.Place.ToString());
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    private static HopsworksFunctions.Policies.Language.PolicyParse Except(string dates) => PolicyText.Parse($$"""
        { 'calendars': { 'se': ['*-01-01'] },
          'schedules': { 's': { 'except': ['{{dates}}'], 'up': ['daily 07:00-19:00'] } }, 'rules': [] }
        """);
}

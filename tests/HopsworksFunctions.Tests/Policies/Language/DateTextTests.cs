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
    [InlineData("", "'' is not a date; write YYYY-MM-DD, *-MM-DD (every year), or a range a..b")]
    [InlineData("2026-02-29", "2026-02-29 does not exist")]
    [InlineData("2026-13-01", "2026-13-01 does not exist")]
    [InlineData("1899-12-31", "is out of range: 1900 to 2200")]
    [InlineData("2026-1-1", "'2026-1-1' is not a date; write YYYY-MM-DD")]
    [InlineData("24.12.2026", "'24.12.2026' is not a date")]
    [InlineData(" 2026-01-01", "is not a date")]
    [InlineData("2026-01-01..", "'' is not a date")]
    [InlineData("2026-01-02..2026-01-01", "ends before it starts")]
    [InlineData("2026-01-01..2026-01-02..2026-01-03", "is not a date range")]
    [InlineData("2026-01-01...2026-01-02", "is not a date")]
    [InlineData("*-02-30", "02-30 does not exist in any year")]
    [InlineData("*-2-3", "'*-2-3' is not a yearly date")]
    [InlineData("*", "'*' is not a yearly date")]
    [InlineData("*-12-24..2026-01-02", "mixes a single year with every year")]
    [InlineData("2026-12-24..*-01-02", "mixes a single year with every year")]
    [InlineData("@sw", "unknown calendar 'sw'. Did you mean 'se'?")]
    [InlineData("@", "unknown calendar ''")]
    [InlineData("mon", "'mon' is not a date")]
    [InlineData("2026-12-24 09:00-17:00", "'2026-12-24 09:00-17:00' is not a date")]
    public void Says_what_is_wrong_with_dates(string dates, string message)
    {
        var problem = Assert.Single(Except(dates).Problems);

        Assert.Equal("line 2, column 36, $.schedules.s.except[0]", problem.Place.ToString());
        Assert.StartsWith($"'{dates}' ", problem.Message, StringComparison.Ordinal);
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

using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class NcrontabScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-11-22T22:02:30Z", "2026-11-22T22:05:00Z")]
    [InlineData("0 */5 * * * *", "2026-11-22T22:05:00Z", "2026-11-22T22:10:00Z")]
    [InlineData("*/5 * * * *", "2026-11-22T22:02:30Z", "2026-11-22T22:05:00Z")]
    [InlineData("30 0 7 * * mon-fri", "2026-11-21T00:00:00Z", "2026-11-23T07:00:30Z")]
    [InlineData("0 30 1 29 3 *", "2026-03-01T00:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("%When%", "2026-11-22T22:02:30Z", "2026-11-23T00:00:00Z")]
    public void Finds_the_next_occurrence_in_utc(string schedule, string now, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), Parse(schedule).NextAfter(DateTimeOffset.Parse(now, null)));

    [Theory]
    [InlineData("%Missing%", "the setting 'Missing'")]
    [InlineData("every day", "not an NCRONTAB expression")]
    [InlineData("@hourly", "not an NCRONTAB expression")]
    [InlineData("0 0 0 L * *", "not an NCRONTAB expression")]
    [InlineData("0 0 0 ? * 1#2", "not an NCRONTAB expression")]
    [InlineData("0 0 0 1 1 * 2026", "not an NCRONTAB expression")]
    [InlineData("0 61 * * * *", "not an NCRONTAB expression")]
    public void Refuses_what_the_functions_host_would_not_take(string schedule, string message)
    {
        var e = Assert.Throws<CliException>(() => Parse(schedule));

        Assert.StartsWith("Function F: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("0,59 0 * * * *", false)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0 */5 * * * *", false)]
    public void Knows_schedules_under_a_minute(string schedule, bool under) =>
        Assert.Equal(under, Parse(schedule).IsUnderAMinute(DateTimeOffset.Parse("2026-11-22T22:02:30Z", null)));

    private static NcrontabSchedule Parse(string schedule) =>
        NcrontabSchedule.Parse("F", schedule, name => name == "When" ? "0 0 0 * * *" : null);
}

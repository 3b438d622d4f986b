using HopsworksFunctions.Worker.Generators;

namespace HopsworksFunctions.Tests.Worker;

public class NcrontabTests
{
    [Theory]
    [InlineData("0 */5 * * * *")]
    [InlineData("*/5 * * * *")]
    [InlineData("0 0 8-18 * * mon-fri")]
    [InlineData("0 30 9,12,15 1-15/2 Jan,jul 0")]
    [InlineData("15/20 * * * * *")]
    [InlineData("%ReconcileSchedule%")]
    [InlineData("0 %Minutes% * * * *")]
    public void Takes_what_the_host_takes(string schedule) => Assert.Null(Ncrontab.Fault(schedule));

    [Theory]
    [InlineData("", "it has 0 fields")]
    [InlineData("* * * *", "it has 4 fields")]
    [InlineData("00:05:00", "it has 1 fields")]
    [InlineData("0 0 0 0 * *", "'0' is no day from 1 to 31")]
    [InlineData("60 * * * * *", "'60' is no second from 0 to 59")]
    [InlineData("0 0 24 * * *", "'24' is no hour")]
    [InlineData("0 0 0 * 13 *", "'13' is no month")]
    [InlineData("0 0 0 * * 7", "'7' is no day of week")]
    [InlineData("0 0 0 * * monday", "'monday' is no day of week")]
    [InlineData("0 0 0 * * fri-mon", "the day of week range 'fri-mon' runs backwards")]
    [InlineData("0 */0 * * * *", "'0' is no step of the minute")]
    [InlineData("0 1, * * * *", "'' is no minute")]
    [InlineData("0 0 0 ? * *", "'?' is no day")]
    public void Says_what_is_wrong_with_a_schedule(string schedule, string fault) => Assert.StartsWith(fault, Ncrontab.Fault(schedule), StringComparison.Ordinal);
}

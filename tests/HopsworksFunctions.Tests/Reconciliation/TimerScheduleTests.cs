using HopsworksFunctions.Core.Reconciliation;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-06-01T18:45:02Z", "2026-06-01T18:50:00Z")]
    [InlineData("*/10 * * * *", "2026-06-01T18:45:02Z", "2026-06-01T18:50:00Z")]
    [InlineData("30 0 * * * *", "2026-06-01T18:00:30Z", "2026-06-01T19:00:30Z")]
    [InlineData("every five minutes", "2026-06-01T18:45:02Z", null)]
    [InlineData(null, "2026-06-01T18:45:02Z", null)]
    public void Says_when_the_next_run_begins(string? schedule, string now, string? next) =>
        Assert.Equal(next, TimerSchedule.NextAfter(InstantPattern.ExtendedIso.Parse(now).Value, schedule)?.ToString());
}

using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>Boundaries are found five years ahead and 400 days back.</summary>
public sealed class HorizonTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 28, 0, 0);

    [Fact]
    public void Finds_29_February()
    {
        var schedule = PolicyText.Schedule("UTC", "*-02-29 08:00-12:00");

        Assert.Equal(new(false, null, Instant.FromUtc(2028, 2, 29, 8, 0)), schedule.At(Now));
        Assert.Equal(Instant.FromUtc(2028, 2, 29, 8, 0), schedule.NextStart(Now));
        Assert.Equal(Instant.FromUtc(2028, 2, 29, 12, 0), schedule.EndOf(Instant.FromUtc(2028, 2, 29, 8, 0)));
        Assert.Equal(
            [(2028, 8), (2028, 12), (2032, 8), (2032, 12)],
            schedule.After(Now).Take(4).Select(b => (b.At.InUtc().Year, b.At.InUtc().Hour)));
        // The window of 2024 is too long ago.
        Assert.Null(schedule.At(Instant.FromUtc(2025, 6, 1, 0, 0)).Since);
        Assert.Equal(Instant.FromUtc(2024, 2, 29, 12, 0), schedule.At(Instant.FromUtc(2025, 4, 4, 0, 0)).Since);
    }

    [Theory]
    [InlineData("2031-12-01 08:00-12:00", true)]
    [InlineData("2031-12-03 08:00-12:00", false)]
    [InlineData("2027-12-31 08:00-12:00", true)]
    public void Looks_ahead_five_years_of_366_days_and_no_further(string window, bool found)
    {
        var schedule = PolicyText.Schedule("UTC", window);

        Assert.Equal(found, schedule.At(Now).Until is not null);
        Assert.True(schedule.IsUp(schedule.At(Now).Until ?? Instant.FromUtc(2031, 12, 3, 8, 0)));
    }

    [Theory]
    [InlineData("mon-fri 07:00-19:00")]
    [InlineData("*-02-29 08:00-12:00")]
    [InlineData("daily 00:00-24:00")]
    public void Answers_at_the_ends_of_time(string window)
    {
        var schedule = PolicyText.Schedule("UTC", window);

        foreach (var (year, month) in ((int, int)[])[(1, 1), (9998, 5), (9998, 9)])
            Assert.False(schedule.At(Instant.FromUtc(year, month, 1, 0, 0)).Until <= Instant.FromUtc(year, month, 1, 0, 0));
    }
}

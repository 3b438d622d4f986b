using HopsworksFunctions.Policies.Advice;
using NodaTime;
using NodaTime.Text;
using static HopsworksFunctions.Tests.Advice.Histories;

namespace HopsworksFunctions.Tests.Advice;

public sealed class AdvisorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("mon-fri 08:00-18:00")]
    [InlineData("mon-fri 07:30-18:00", "sat 09:00-12:00")]
    [InlineData("mon-fri 22:00-06:00")]
    [InlineData("fri 22:00-06:00")]
    [InlineData("sun 20:00-02:30")]
    [InlineData("daily 02:00-05:30", "daily 14:00-17:00")]
    [InlineData("mon-fri 07:00-19:00", "fri 22:00-09:00")]
    [InlineData("mon-thu 00:00-24:00", "fri 00:00-18:00")]
    [InlineData("mon,wed,fri 09:00-17:00", "sat,sun 22:00-04:00")]
    [InlineData("sun-thu 09:00-17:00")]
    [InlineData("daily 00:00-24:00")]
    public void Finds_the_hours_that_cover_all(params string[] windows)
    {
        var needs = Needs(Busy(windows), new(Share: 1));

        Assert.Equal(windows, needs.Windows);
        Assert.Equal(1, needs.Coverage);
    }

    public static TheoryData<string, string[]> Fleets => new()
    {
        { "office", ["mon-fri 08:00-16:00"] },
        { "office and Saturdays", ["mon-fri 08:00-20:00", "sat 08:00-12:00"] },
        { "nights", ["mon-fri 20:00-04:00"] },
        { "follow the sun", ["mon-fri 00:00-04:00", "mon-fri 08:00-16:00"] },
        { "office and a night", ["mon-fri 08:00-16:00", "fri 20:00-08:00"] },
        { "month end", ["mon-fri 08:00-16:00", "last 2 workdays 16:00-04:00"] },
        { "weekends", ["fri 16:00-24:00", "sat,sun 00:00-24:00"] },
        { "always", ["daily 00:00-24:00"] },
    };

    [Theory]
    [MemberData(nameof(Fleets))]
    public void Is_as_good_as_the_best_of_a_family_searched_whole(string fleet, string[] windows) => Compare(fleet, Busy(windows));

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Is_as_good_as_the_best_for_random_hours(double share)
    {
        // Each four hours of each date.
        var random = new Random(2026);
        var state = ActivityState.Quiet;
        Compare($"busy {share:P0} of the time", Of(56, "UTC", at =>
        {
            if (at.InUtc().Hour % 4 == 0 && at.InUtc().Minute == 0)
                state = random.NextDouble() < share ? ActivityState.Busy : ActivityState.Quiet;
            return state;
        }));
    }

    [Fact]
    public void Is_as_good_as_the_best_for_random_windows()
    {
        var random = new Random(26);
        for (var i = 0; i < 12; i++)
        {
            var windows = Enumerable.Range(0, 4).Select(_ => (Day: random.Next(7), Start: random.Next(6), Length: random.Next(1, 6)))
                .Select(w => $"{(IsoDayOfWeek)(w.Day + 1)}"[..3].ToLowerInvariant()
                    + $" {w.Start * 4:00}:00-{(w.Start + w.Length) * 4 % 24:00}:00").ToArray();
            Compare(string.Join(", ", windows), Busy(windows));
        }
    }

    private void Compare(string fleet, History history)
    {
        const double Share = 0.95;
        var needs = Needs(history);
        var busy = Enumerable.Range(0, 42).Select(i => Enumerable.Range(i % 6 * 8, 8)
            .Sum(half => needs.Evidence.Dates(ActivityState.Busy, (IsoDayOfWeek)(i / 6 + 1), half))).ToArray();
        var (hours, coverage) = CoarseWeek.Best(busy, Share);

        output.WriteLine($"{fleet}: {needs.HoursUp} h, {needs.Coverage:P1} ({string.Join(", ", needs.Windows)}); "
            + $"the family's best {hours} h, {coverage:P1}");
        Assert.InRange(needs.HoursUp, 0, 1.02 * hours);
        Assert.InRange(needs.Coverage, Share, 1);
    }
}

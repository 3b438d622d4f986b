using CsCheck;
using HopsworksFunctions.Policies.Advice;
using NodaTime;
using static HopsworksFunctions.Tests.Advice.Histories;

namespace HopsworksFunctions.Tests.Advice;

public sealed class AdvisorTests(ITestOutputHelper output)
{
    private const double Share = 0.95;

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
    [InlineData("daily 02:00-24:00")]
    public void Finds_the_hours_that_cover_all(params string[] windows)
    {
        var needs = Needs(Busy(windows), new(Share: 1, Slack: 0.01));

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
        { "nearly always", ["daily 02:00-24:00"] },
    };

    [Theory]
    [MemberData(nameof(Fleets))]
    public void Is_as_good_as_the_best_for_known_hours(string fleet, string[] windows) => CompareWithAnyWeek(fleet, Busy(windows));

    [Fact]
    public void Is_as_good_as_the_best_for_random_windows()
    {
        var random = new Random(26);
        for (var i = 0; i < 12; i++)
        {
            var windows = Enumerable.Range(0, 4).Select(_ => (Day: random.Next(7), Start: random.Next(6), Length: random.Next(1, 6)))
                .Select(w => $"{(IsoDayOfWeek)(w.Day + 1)}"[..3].ToLowerInvariant()
                    + $" {w.Start * 4:00}:00-{(w.Start + w.Length) * 4 % 24:00}:00").ToArray();
            CompareWithAnyWeek(string.Join(", ", windows), Busy(windows));
        }
    }

    /// <summary>The windows start and end on half hours, last up to 20 hours, and are at least two hours apart.</summary>
    [Fact]
    public void Finds_random_windows_again()
    {
        var random = new Random(3);
        for (var i = 0; i < 20; i++)
        {
            var week = new bool[336];
            for (var windows = 0; windows < 3; windows++)
            {
                var (start, length) = (random.Next(336), random.Next(4, 41));
                if (!Enumerable.Range(start + 332, length + 8).Any(half => week[half % 336]))
                    Enumerable.Range(start, length).ToList().ForEach(half => week[half % 336] = true);
            }

            var found = WeekSearch.Best([.. week.Select(isUp => isUp ? 8 : 0)], new(Share: 1, Slack: 0));
            Assert.Equal(WeekText.Of(week), WeekText.Of(found));
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Is_as_good_as_the_best_for_random_hours(double share)
    {
        // The state is drawn anew for every four hours of each date.
        var random = new Random(2026);
        var state = ActivityState.Quiet;
        Compare($"busy {share:P0} of the time", Of(56, "UTC", at =>
        {
            if (at.InUtc() is { Hour: var hour, Minute: 0 } && hour % 4 == 0)
                state = random.NextDouble() < share ? ActivityState.Busy : ActivityState.Quiet;
            return state;
        }));
    }

    [Theory]
    [InlineData(0.01, "mon,wed-fri 08:00-17:00", "tue 08:00-15:00")]
    [InlineData(0.05, "mon-fri 08:00-17:00")]
    public void Joins_days_that_look_alike_where_that_is_hardly_longer(double slack, params string[] windows) =>
        Assert.Equal(windows, Needs(Busy(["mon-fri 08:00-17:00"]), new(Slack: slack)).Windows);

    /// <summary>A window lasts at least two hours, and so does the gap between two.</summary>
    [Fact]
    public void Neither_starts_nor_stops_for_less_than_two_hours() => Gen.Int[-20, 8].Array[336].Sample(
        dates =>
        {
            int[] busy = [.. dates.Select(count => Math.Max(0, count))];
            var up = WeekSearch.Best(busy, new());
            var turns = Enumerable.Range(0, 336).Where(i => up[i] != up[(i + 335) % 336]).ToList();

            Assert.All(
                turns.Zip(turns.Skip(1).Append(turns.FirstOrDefault() + 336)), turn => Assert.True(turn.Second - turn.First >= 4));
            Assert.True(Enumerable.Range(0, 336).Sum(i => up[i] ? busy[i] : 0) >= 0.95 * busy.Sum());
        },
        iter: 20);

    /// <summary>Compares with the least time in which any week could cover enough: the busiest half hours, wherever they are.</summary>
    private void CompareWithAnyWeek(string fleet, History history)
    {
        var (needs, left) = (Compare(fleet, history), 0);
        var busy = needs.Evidence.Busy;
        var halfHours = busy.OrderDescending().TakeWhile(dates => (left += dates) - dates < Share * busy.Sum()).Count();

        output.WriteLine($"  any week at all: {halfHours / 2.0} h");
        Assert.InRange(needs.HoursUp, halfHours / 2.0, 1.02 * halfHours / 2);
    }

    private Verdict.Needs Compare(string fleet, History history)
    {
        var needs = Needs(history);
        var (hours, coverage) = CoarseWeek.Best([.. needs.Evidence.Busy.Chunk(8).Select(four => four.Sum())], Share);

        output.WriteLine($"{fleet}: {needs.HoursUp} h, {needs.Coverage:P1} ({string.Join(", ", needs.Windows)})");
        output.WriteLine($"  the best with every fourth hour and two kinds of days: {hours} h, {coverage:P1}");
        Assert.InRange(needs.HoursUp, 0, 1.02 * hours);
        Assert.InRange(needs.Coverage, Share, 1);
        return needs;
    }
}

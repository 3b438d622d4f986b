using HopsworksFunctions.Policies.Advice;
using NodaTime;
using NodaTime.Text;
using static HopsworksFunctions.Tests.Advice.Histories;

namespace HopsworksFunctions.Tests.Advice;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData("2026-06-01T07:59Z", "2026-06-01T08:00Z", 15, 15)]
    [InlineData("2026-06-01T08:00Z", "2026-06-01T09:00Z", 16, 17)]
    [InlineData("2026-06-01T08:10Z", "2026-06-01T08:31Z", 16, 17)]
    public void Counts_a_half_hour_as_busy_that_was_busy_at_any_time(string from, string to, int first, int last)
    {
        var evidence = Evidence.Of(new(
            [
                new(At("2026-06-01T00:00Z"), At(from), ActivityState.Quiet),
                new(At(from), At(to), ActivityState.Busy),
                new(At(to), At("2026-06-02T00:00Z"), ActivityState.Down),
            ],
            DateTimeZone.Utc));

        Assert.Equal(Enumerable.Range(first, last - first + 1), HalfHours(evidence, ActivityState.Busy, IsoDayOfWeek.Monday));
        Assert.Equal(Enumerable.Range(0, first), HalfHours(evidence, ActivityState.Quiet, IsoDayOfWeek.Monday));
        Assert.Equal(Enumerable.Range(last + 1, 47 - last), HalfHours(evidence, ActivityState.Down, IsoDayOfWeek.Monday));
        Assert.Equal(1, evidence.DaysSeen);
    }

    // The clocks of each zone change within eight weeks of 2 March 2026, Lord Howe's by half an hour.
    [Theory]
    [InlineData("Europe/Stockholm")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    public void Keeps_local_hours_over_a_change_of_the_clock(string zone)
    {
        string[] windows = ["mon-fri 07:30-18:00", "sun 01:00-04:00"];
        var needs = Needs(Busy(windows, zone: zone), new(Share: 1));

        Assert.Equal(windows, needs.Windows);
        Assert.All(Enumerable.Range(15, 21), i => Assert.Equal(8, needs.Evidence.Dates(ActivityState.Busy, IsoDayOfWeek.Wednesday, i)));
    }

    [Fact]
    public void Counts_a_skipped_hour_as_nothing_and_a_repeated_one_once()
    {
        var spring = Evidence.Of(Of(56, "Europe/Stockholm", _ => ActivityState.Busy));
        var autumn = Evidence.Of(Of(56, "Australia/Sydney", _ => ActivityState.Busy));

        int[] Sundays(Evidence evidence) =>
            [.. Enumerable.Range(3, 4).Select(i => evidence.Dates(ActivityState.Busy, IsoDayOfWeek.Sunday, i))];
        Assert.Equal([8, 7, 7, 8], Sundays(spring));
        Assert.Equal([8, 8, 8, 8], Sundays(autumn));
    }

    [Fact]
    public void Leaves_holidays_out()
    {
        var holiday = Monday.PlusDays(14);
        var history = Of(28, "Europe/Stockholm", at =>
            at.InZone(DateTimeZoneProviders.Tzdb["Europe/Stockholm"]) is { Hour: >= 9 and < 17 } local && local.Date != holiday
                ? ActivityState.Busy : ActivityState.Down);
        var (all, without) = (Evidence.Of(history), Evidence.Of(history with { LeftOut = new HashSet<LocalDate> { holiday } }));

        Assert.Equal((28, 27), (all.DaysSeen, without.DaysSeen));
        Assert.Equal(1, all.Dates(ActivityState.Down, IsoDayOfWeek.Monday, 20));
        Assert.Equal(0, without.Dates(ActivityState.Down, IsoDayOfWeek.Monday, 20));
        Assert.Equal(3, without.Dates(ActivityState.Busy, IsoDayOfWeek.Monday, 20));
    }

    // The cluster is down until 08:00, of unknown activity until 12:00, and then in the given state.
    [Theory]
    [InlineData(ActivityState.Quiet, "2026-03-02T07:50Z", 15, 23)]
    [InlineData(ActivityState.Down, "2026-03-02T08:00Z", 16, 23)]
    [InlineData(ActivityState.Unknown, "2026-03-02T20:00Z", 40, 47)]
    [InlineData(ActivityState.Quiet, "2026-03-02T20:00Z", 1, 0)]
    [InlineData(ActivityState.Quiet, "2026-03-09T08:00Z", 1, 0)]
    public void Takes_a_start_by_hand_for_a_need_until_the_cluster_is_seen_again(ActivityState after, string start, int first, int last)
    {
        var history = Of(1, "UTC", at => at.InUtc().Hour switch
        {
            < 8 => ActivityState.Down,
            < 12 => ActivityState.Unknown,
            _ => after,
        });
        var evidence = Evidence.Of(history with { StartsByHand = [At(start)] });

        Assert.Equal(Enumerable.Range(first, last - first + 1), HalfHours(evidence, ActivityState.Busy, IsoDayOfWeek.Monday));
    }

    private static IEnumerable<int> HalfHours(Evidence evidence, ActivityState state, IsoDayOfWeek day) =>
        Enumerable.Range(0, 48).Where(i => evidence.Dates(state, day, i) > 0);

    private static Instant At(string text) =>
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Parse(text).Value;
}

using CsCheck;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Tests.Policies;
using NodaTime;
using static HopsworksFunctions.Tests.Advice.Histories;

namespace HopsworksFunctions.Tests.Advice;

public sealed class VerdictTests
{
    [Fact]
    public void Says_nothing_of_a_cluster_that_was_seen_on_too_few_days()
    {
        // Thirteen days are known, and a month is not.
        var verdict = Advisor.Advise(Of(43, "UTC", at => at < Histories.Monday.PlusDays(13).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
            ? ActivityState.Busy : ActivityState.Unknown));

        Assert.Equal(13, Assert.IsType<Verdict.TooFewDays>(verdict).Evidence.DaysSeen);
    }

    [Fact]
    public void Says_nothing_of_a_cluster_whose_activity_is_mostly_unknown()
    {
        var verdict = Advisor.Advise(Of(28, "UTC", at => at.InUtc().Hour < 11 ? ActivityState.Busy : ActivityState.Unknown));

        Assert.Equal(13 / 24.0, Assert.IsType<Verdict.MostlyUnknown>(verdict).Evidence.Share(ActivityState.Unknown), 9);
    }

    [Fact]
    public void Says_that_a_cluster_was_never_busy_and_how_long_it_was_down()
    {
        var verdict = Advisor.Advise(Of(28, "UTC", at => at.InUtc().Hour < 6 ? ActivityState.Quiet : ActivityState.Down));

        Assert.Equal(0.75, Assert.IsType<Verdict.NeverBusy>(verdict).Evidence.Share(ActivityState.Down));
    }

    [Fact]
    public void Takes_starts_by_hand_for_the_need_of_a_cluster_that_cannot_be_measured()
    {
        var schedule = PolicyText.Schedule("UTC", "mon-fri 08:30-17:00");
        var history = Of(28, "UTC", at => schedule.IsUp(at) ? ActivityState.Unknown : ActivityState.Down);
        var starts = history.Stretches.Where(s => s.State is ActivityState.Unknown).Select(s => s.Start).ToList();

        Assert.IsType<Verdict.NeverBusy>(Advisor.Advise(history));
        Assert.Equal(["mon-fri 08:30-17:00"], Needs(history with { StartsByHand = starts }, new(Share: 1)).Windows);
    }

    [Fact]
    public void Is_judged_by_a_week_that_it_has_not_seen()
    {
        // Work begins two hours later in the last week.
        var history = Busy(["2026-03-02..2026-04-19 09:00-17:00", "2026-04-20..2026-04-26 11:00-19:00"]);
        var lastWeek = Histories.Monday.PlusDays(49).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var needs = Needs(history.Before(lastWeek), new(Share: 1));

        Assert.Equal(["daily 09:00-17:00"], needs.Windows);
        Assert.Equal(0.75, BusyCoverage.Of(needs.Windows, history.Since(lastWeek)).Share);
        Assert.Null(BusyCoverage.Of(needs.Windows, history with { Stretches = [] }).Share);
    }

    /// <summary>Compares minute by minute, over the clock change on 29 March and with a holiday left out.</summary>
    [Fact]
    public void Covers_what_the_schedule_in_its_words_covers() => Gen.Int[1, 600].Array[30].Sample(
        minutes =>
        {
            string[] windows = ["mon-fri 08:00-18:00", "sat,sun 22:00-06:30", "sun 01:30-04:00"];
            var schedule = PolicyText.Schedule("Europe/Stockholm", windows);
            var (at, holiday) = (Instant.FromUtc(2026, 3, 27, 0, 0), new LocalDate(2026, 3, 28));
            var stretches = minutes.Select((length, i) => new ActivityStretch(
                at, at += Duration.FromMinutes(length), i % 2 == 0 ? ActivityState.Busy : ActivityState.Quiet)).ToList();
            var history = new History(stretches, schedule.Zone) { LeftOut = new HashSet<LocalDate> { holiday } };
            var busy = stretches.Where(s => s.State is ActivityState.Busy)
                .SelectMany(s => Enumerable.Range(0, (int)(s.End - s.Start).TotalMinutes).Select(i => s.Start + Duration.FromMinutes(i)))
                .Where(minute => minute.InZone(schedule.Zone).Date != holiday).ToList();
            var expected = new BusyCoverage(Duration.FromMinutes(busy.Count), Duration.FromMinutes(busy.Count(schedule.IsUp)));

            Assert.Equal(expected, BusyCoverage.Of(windows, history));
            Assert.Equal(expected, BusyCoverage.Of(schedule, history));
        },
        iter: Check.Iter);
}

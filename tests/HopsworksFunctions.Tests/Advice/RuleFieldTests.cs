using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Policies.Advice;
using NodaTime;
using static HopsworksFunctions.Tests.Advice.AdvisedClusters;

namespace HopsworksFunctions.Tests.Advice;

/// <summary><c>drain</c>, <c>startAhead</c> and <c>idle</c>, where they help a cluster or beat its windows.</summary>
public sealed class RuleFieldTests
{
    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 2, null)]
    [InlineData(4, 2, "2h")]
    [InlineData(3, 3, "3h")]
    public void Drains_where_work_often_goes_on_after_the_windows(int evenings, int hours, string? atMost)
    {
        // Work goes on after hours on the first Thursdays, in five weeks with five evenings each.
        var drain = Advise(Cluster(5, at => at.DayOfWeek == IsoDayOfWeek.Thursday && at.Date < Monday.PlusWeeks(evenings)
            && at.Hour >= 17 && at.Hour < 17 + hours || IsOffice(at) ? ActivityState.Busy : ActivityState.Quiet)).Drain;

        Assert.Equal(atMost is null ? null : new AdvisedDrain("20m", atMost, 25, evenings), drain);
    }

    [Fact]
    public void Where_the_cluster_is_down_at_the_end_nobody_knows_whether_it_worked_on() => Assert.Null(Advise(Cluster(5, Office)).Drain);

    /// <summary>A stop cuts work short, and work that begins after the end needs a start, not a drain.</summary>
    [Theory]
    [InlineData(18)]
    [InlineData(22)]
    public void Work_that_begins_later_is_not_drained(int hour) => Assert.Null(Advise(Cluster(
        5, at => IsOffice(at) || at is { Hour: var now, Day: < 15 } && now == hour ? ActivityState.Busy : ActivityState.Quiet)).Drain);

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "11m")]
    [InlineData(10, "18m")]
    public void Starts_ahead_by_what_the_longest_start_took(int starts, string? time)
    {
        IReadOnlyList<Duration> took = [.. Enumerable.Range(0, starts).Select(n => Duration.FromSeconds(510 + 60 * n))];

        Assert.Equal(
            time is null ? null : new AdvisedStart(time, starts), Advise(Cluster(5, Office, starts: took)).StartAhead);
    }

    /// <summary>The cluster is busy for two hours of each day, at five times in turn.</summary>
    [Theory]
    [InlineData("anna", true)]
    [InlineData("policy", false)]
    public void Is_stopped_when_idle_where_people_start_it_anyway(string by, bool instead)
    {
        var advice = Advise(Cluster(12, at => at.Hour - Period.DaysBetween(Monday, at.Date) % 5 * 4 is 0 or 1
            ? ActivityState.Busy : ActivityState.Down, by));

        Assert.Equal(("1h", 21, 7, instead), (advice.Idle!.After, advice.Idle.HoursUp, advice.Idle.Starts, advice.Idle.Instead));
        Assert.True(advice.HoursUp > 60);
    }

    /// <summary>The cluster works on Mondays, and in the last week on another day, which counts only if it works enough then.</summary>
    [Theory]
    [InlineData(20, true)]
    [InlineData(12, false)]
    public void Is_stopped_when_idle_where_the_last_week_was_unlike_the_others(int until, bool instead)
    {
        var last = Monday.PlusWeeks(7);
        var advice = Advise(Cluster(8, at => at.DayOfWeek == IsoDayOfWeek.Monday && at.Date < last && at.Hour is >= 8 and < 20
            || at.Date == last.PlusDays(3) && at.Hour >= 8 && at.Hour < until ? ActivityState.Busy : ActivityState.Quiet));

        Assert.Equal((0, instead), (advice.LastWeek, advice.Idle?.Instead == true));
    }

    [Fact]
    public void Windows_are_kept_where_idle_would_be_up_longer() =>
        Assert.Null(Advise(Cluster(8, Office, "anna")).Idle);
}

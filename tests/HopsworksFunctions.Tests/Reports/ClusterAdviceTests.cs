using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Advice;
using NodaTime;

namespace HopsworksFunctions.Tests.Reports;

/// <summary>Advice for a cluster with a history, and its words.</summary>
public sealed class ClusterAdviceTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
    private static readonly LocalDate Monday = new(2026, 6, 1);

    [Fact]
    public void Office_hours_are_found_and_the_week_after_confirms_them()
    {
        var advice = ClusterAdvice.Of(Weeks(5, day => day.DayOfWeek <= IsoDayOfWeek.Friday), Zone, 0.95);

        Assert.Equal(["mon-fri 09:00-17:00"], advice.Windows!);
        Assert.Equal(
            (AdviceVerdict.Needs, 40, 1, 1, 35, "Europe/Stockholm"),
            (advice.Verdict, advice.HoursUp, advice.Coverage, advice.LastWeek, advice.DaysSeen, advice.TimeZone));
        Assert.Equal(
            """
            dev needs 40 of 168 hours a week. By 35 days these windows cover 100 % of the half hours in which it was busy:
              { "timeZone": "Europe/Stockholm", "up": ["mon-fri 09:00-17:00"] }
            As a check: without the last week's data the same search gives windows that cover 100 % of that week's busy time.
            It was down 76.2 % of the time. Nobody knows whether it was needed then, except where a person started it.

            """, Text(advice));
    }

    [Fact]
    public void A_last_week_that_is_not_like_the_others_shows()
    {
        var advice = ClusterAdvice.Of(Weeks(5, day => (day.DayOfWeek <= IsoDayOfWeek.Friday) == day < Monday.PlusWeeks(4)), Zone, 0.95);

        Assert.Equal(0, advice.LastWeek);
    }

    [Theory]
    [InlineData(1, true, AdviceVerdict.TooFewDays, "There is no advice for dev yet: it was seen on 7 days, and advice needs 14.")]
    [InlineData(3, false, AdviceVerdict.NeverBusy, "dev was never seen busy on 21 days, and nobody started it. Is it still needed?")]
    public void Says_why_there_is_none(int weeks, bool busy, AdviceVerdict verdict, string text)
    {
        var advice = ClusterAdvice.Of(Weeks(weeks, _ => busy), Zone, 0.95);

        Assert.Equal((verdict, null), (advice.Verdict, advice.Windows));
        Assert.Equal(text + Environment.NewLine, Text(advice));
    }

    [Fact]
    public void Unknown_activity_is_said_to_be()
    {
        var end = Start(Monday.PlusWeeks(3));
        var history = History([new(Start(Monday), end, ActivityState.Unknown, null)], end);
        var days = Enumerable.Range(0, 21).Select(n => Start(Monday.PlusDays(n)));
        var measured = history with
        {
            Stretches = [.. days.SelectMany(day => new HistoryStretch[]
            {
                new(day, day + Duration.FromHours(6), ActivityState.Busy, null),
                new(day + Duration.FromHours(6), day + Duration.FromHours(24), ActivityState.Unknown, null),
            })],
        };

        Assert.Equal(AdviceVerdict.TooFewDays, ClusterAdvice.Of(history, Zone, 0.95).Verdict);
        Assert.Equal(AdviceVerdict.MostlyUnknown, ClusterAdvice.Of(measured, Zone, 0.95).Verdict);
    }

    [Theory]
    [InlineData("anna", true)]
    [InlineData("hand", true)]
    [InlineData("policy", false)]
    [InlineData(null, false)]
    public void A_start_by_a_person_widens_and_one_by_the_policies_does_not(string? by, bool widens)
    {
        var office = Weeks(5, day => day.DayOfWeek <= IsoDayOfWeek.Friday);
        var stretches = office.Stretches.SelectMany(stretch => Evening(stretch, by));

        var advice = ClusterAdvice.Of(office with { Stretches = [.. stretches] }, Zone, 1);

        Assert.Equal(widens, advice.HoursUp > 40);
    }

    /// <summary>A quarter of an hour in each evening in which the cluster ran and its activity is not known.</summary>
    private static IEnumerable<HistoryStretch> Evening(HistoryStretch stretch, string? by)
    {
        if (stretch.State != ActivityState.Down || stretch.To - stretch.From < Duration.FromHours(12))
            return [stretch];
        var (from, to) = (stretch.From + Duration.FromHours(3), stretch.From + Duration.FromHours(3.25));
        return
        [
            stretch with { To = from }, new(from, to, ActivityState.Unknown, by), stretch with { From = to },
        ];
    }

    /// <summary>Busy from nine to five on some days, else down.</summary>
    private static ClusterHistory Weeks(int weeks, Func<LocalDate, bool> isBusy)
    {
        var stretches = new List<HistoryStretch>();
        for (var day = Monday; day < Monday.PlusWeeks(weeks); day = day.PlusDays(1))
        {
            var (midnight, next) = (Start(day), Start(day.PlusDays(1)));
            var (from, to) = (midnight + Duration.FromHours(9), midnight + Duration.FromHours(17));
            if (isBusy(day))
            {
                stretches.AddRange([new(midnight, from, ActivityState.Down, null), new(from, to, ActivityState.Busy, null)]);
                stretches.Add(new(to, next, ActivityState.Down, null));
            }
            else
                stretches.Add(new(midnight, next, ActivityState.Down, null));
        }
        return History(stretches, stretches[^1].To);
    }

    private static ClusterHistory History(IReadOnlyList<HistoryStretch> stretches, Instant to) =>
        new("c", "dev", Start(Monday), to, to, HistoryStretches.HoursOf(stretches), stretches);

    private static Instant Start(LocalDate day) => day.AtStartOfDayInZone(Zone).ToInstant();

    private static string Text(ClusterAdvice advice)
    {
        using var output = new StringWriter();
        AdviceText.Write(advice, output);
        return output.ToString();
    }
}

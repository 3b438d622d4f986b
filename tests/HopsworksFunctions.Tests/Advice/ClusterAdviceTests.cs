using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Policies.Advice;
using NodaTime;
using static HopsworksFunctions.Tests.Advice.AdvisedClusters;

namespace HopsworksFunctions.Tests.Advice;

/// <summary>Advice for a cluster with a history, and its wording.</summary>
public sealed class ClusterAdviceTests(ITestOutputHelper output)
{
    [Fact]
    public void Office_hours_are_found_and_the_week_after_confirms_them()
    {
        var advice = Advise(Cluster(5, Office), fileZone: "UTC");

        Assert.Equal(["mon-fri 09:00-17:00"], advice.Windows!);
        Assert.Equal(
            (AdviceVerdict.Needs, 40, 1, 1, 35, "Europe/Stockholm"),
            (advice.Verdict, advice.HoursUp, advice.Coverage, advice.LastWeek, advice.DaysSeen, advice.TimeZone));
        const string seen = "by the share of the time that was seen, of 730 hours";
        Assert.Equal(
            $$"""
            dev needs 40 of 168 hours a week. By 35 days these windows cover 100 % of the half hours in which it was busy:
              { "timeZone": "Europe/Stockholm", "up": ["mon-fri 09:00-17:00"] }
            As a check: without the last week's data the same search gives windows that cover 100 % of that week's busy time.
            It was up 173.8 hours a month, {{seen}}. These windows are up 173.8, so they save nothing.
            It was down 76.2 % of the time. Nobody knows whether it was needed then, except where a person started it.

            """, Text(advice));
    }

    [Fact]
    public void Hours_saved_are_worth_what_its_machines_cost()
    {
        var advice = Advise(Cluster(5, at => IsOffice(at) ? ActivityState.Busy : ActivityState.Quiet));

        Assert.Equal(new(730, 173.8, 556.2), advice.Month);
        Assert.Equal((1112.38m, 1m, null), (advice.Saved!.ListPriceUsd, advice.Saved.PricedShare, advice.Saved.Unpriced));
        Assert.Contains(
            "These windows are up 173.8 and save 556.2, worth 1,112.38 US dollars (list price, on-demand, compute only (estimate)).",
            Text(advice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Its machines are unknown, because it is stopped and the app did not stop it in this period.")]
    [InlineData("huge", "No price is known for huge (azure westeurope).")]
    public void What_has_no_price_is_said(string? machine, string why)
    {
        var nodes = machine is null ? null : Nodes with { Groups = [new("head", machine, 1, 100)] };
        var advice = Advise(Cluster(5, at => IsOffice(at) ? ActivityState.Busy : ActivityState.Quiet) with { Nodes = nodes });

        Assert.Equal((null, why), (advice.Saved!.ListPriceUsd, advice.Saved.Unpriced));
    }

    [Fact]
    public void A_cluster_that_was_up_less_saves_nothing()
    {
        // The cluster is busy for two hours on every other day, at most.
        var advice = Advise(Cluster(4, at => at.Hour is 9 or 10 && at.Day % 2 == 0 ? ActivityState.Busy : ActivityState.Down));

        Assert.Equal(0, advice.Month!.Saved);
        Assert.True(advice.Month.Seen < advice.Month.Advised);
        Assert.Null(advice.Saved);
    }

    [Fact]
    public void Busy_hours_outside_the_windows_are_counted()
    {
        var advice = Advise(Cluster(5, at => at is { Day: 10 or 11, Month: 6, Hour: 21 or 22 } ? ActivityState.Busy : Office(at)));

        Assert.Equal("mon-fri 09:00-17:00", Assert.Single(advice.Windows!));
        Assert.Equal(4, advice.BusyOutside);
    }

    [Theory]
    [InlineData("'up': ['mon-fri 06:00-20:00'], 'except': ['@own']", 3, 1)]
    [InlineData("'up': ['mon-fri 06:00-20:00'], 'except': ['2026-06-19', '*-06-22..*-06-23']", 3, 1)]
    [InlineData("'up': ['mon-fri 06:00-20:00']", 0, 0.967)]
    public void Dates_that_the_schedule_excludes_are_left_out(string schedule, int leftOut, double coverage)
    {
        // On three days off, someone worked at night.
        var advice = Advise(Cluster(5, at => at is { Month: 6, Day: 19 or 22 or 23 }
            ? at.Hour is 2 or 3 ? ActivityState.Busy : ActivityState.Down : Office(at), rule: RuleOf(schedule)));

        Assert.Equal("mon-fri 09:00-17:00", Assert.Single(advice.Windows!));
        Assert.Equal((leftOut, coverage), (advice.LeftOut, advice.Coverage));
        Assert.Equal(leftOut > 0, advice.Schedule!.Except is not null);
    }

    [Fact]
    public void A_last_week_that_is_not_like_the_others_shows()
    {
        var advice = Advise(Cluster(5, at => IsOffice(at) == at.Date < Monday.PlusWeeks(4) && at.Hour is >= 9 and < 17
            ? ActivityState.Busy : ActivityState.Down));

        Assert.Equal(0, advice.LastWeek);
    }

    [Theory]
    [InlineData(1, true, AdviceVerdict.TooFewDays, "There is no advice for dev yet: it was seen on 7 days, and advice needs 14.")]
    [InlineData(3, false, AdviceVerdict.NeverBusy, "dev was never seen busy on 21 days, and nobody started it. Is it still needed?")]
    [InlineData(
        3, null, AdviceVerdict.AlwaysBusy, "dev was busy nearly all of the time on 21 days. Windows would only interrupt its work.")]
    [InlineData(0, true, AdviceVerdict.TooFewDays, "There is no advice for dev: it was not seen in this period.")]
    public void Says_why_there_is_none(int weeks, bool? busy, AdviceVerdict verdict, string text)
    {
        var advice = Advise(Cluster(weeks, at => busy switch
        {
            true => Office(at),
            false => ActivityState.Down,
            // There is a pause of half an hour each night.
            null => at.Hour == 3 && at.Minute < 30 ? ActivityState.Quiet : ActivityState.Busy,
        }));

        Assert.Equal((verdict, null), (advice.Verdict, advice.Windows));
        Assert.Equal(text + Environment.NewLine, Text(advice));
    }

    [Fact]
    public void Unknown_activity_is_said_to_be()
    {
        Assert.Equal(AdviceVerdict.TooFewDays, Advise(Cluster(3, _ => ActivityState.Unknown)).Verdict);
        Assert.Equal(AdviceVerdict.MostlyUnknown, Advise(Cluster(
            3, at => at.Hour < 6 ? ActivityState.Busy : ActivityState.Unknown)).Verdict);
    }

    /// <summary>Otherwise advice would need six weeks instead of the documented two.</summary>
    [Fact]
    public void What_was_before_its_activity_was_measured_does_not_count() => Assert.Equal(
        (AdviceVerdict.Needs, 21),
        Advise(Cluster(13, at => at.Date >= Monday.PlusWeeks(10) ? Office(at) : ActivityState.Unknown)) is var advice
            ? (advice.Verdict, advice.DaysSeen) : default);

    [Theory]
    [InlineData("anna", true)]
    [InlineData("hand", true)]
    [InlineData("policy", false)]
    [InlineData(null, false)]
    public void A_start_by_a_person_widens_and_one_by_the_policies_does_not(string? by, bool widens)
    {
        // For half an hour each evening, the cluster runs with unknown activity.
        var advice = Advise(Cluster(5, at => at is { Hour: 20, Minute: 0 } ? ActivityState.Unknown : Office(at), by), share: 1);

        Assert.Equal(widens, advice.HoursUp > 40);
    }

    /// <summary>A shared cluster that nobody stops. Some Thursdays are long, and on two Saturdays someone worked.</summary>
    [Fact]
    public void The_documented_example_is_what_it_says()
    {
        var advice = Advise(Cluster(
            8,
            at => at.DayOfWeek <= IsoDayOfWeek.Friday && at.Hour is >= 8 and < 17 && at is not { Month: 6, Day: 19 or 22 or 23 }
                || at is { DayOfWeek: IsoDayOfWeek.Thursday, Month: 6, Hour: 17 or 18 }
                || at is { DayOfWeek: IsoDayOfWeek.Saturday, Day: 6 or 27, Hour: 10 or 11 } ? ActivityState.Busy : ActivityState.Quiet,
            rule: RuleOf("'up': ['mon-fri 06:00-20:00'], 'except': ['@own']"), name: "dev-anna",
            starts: [Duration.FromMinutes(8), Duration.FromMinutes(11), Duration.FromMinutes(9)]));

        output.WriteLine(Text(advice));
        Assert.Contains($"```text\n{Text(advice)}```", File.ReadAllText(Repository.PathTo("docs/advice.md")), StringComparison.Ordinal);
    }

    private static string Text(ClusterAdvice advice)
    {
        using var written = new StringWriter();
        AdviceText.Write(advice, written);
        return written.ToString();
    }
}

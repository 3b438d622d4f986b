using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Policies.Advice;
using NodaTime;
using static HopsworksFunctions.Tests.Advice.AdvisedClusters;

namespace HopsworksFunctions.Tests.Advice;

/// <summary>Advice for clusters that share the windows of their rule.</summary>
public sealed class RuleAdviceTests
{
    private const int Weeks = 6;

    [Fact]
    public void Windows_cover_what_the_clusters_need_together()
    {
        // There are ten offices, and one cluster with a little work on Sunday night.
        var advice = Together([.. Enumerable.Range(0, 10).Select(n => At($"office-{n}", IsOffice)), At("night", IsSundayNight)]);

        Assert.Equal(["mon-fri 09:00-17:00"], advice.Windows!);
        Assert.Equal(["night"], advice.Clusters.Where(cluster => cluster.Falls).Select(cluster => cluster.Name));
        Assert.Equal((0, 1), (advice.Clusters[^1].Coverage, advice.Clusters[0].Coverage));
        // Each cluster ran 730 hours a month.
        Assert.Equal(new(11 * 730, 1911.9, 6118.1), advice.Month);
        Assert.Equal((12236.19m, Weeks * 2.0), (advice.Saved!.ListPriceUsd, advice.BusyOutside));
        Assert.Equal(1, advice.LastWeek!.Value, 0.02);
    }

    [Fact]
    public void A_cluster_that_is_busier_weighs_more()
    {
        var advice = Together([At("little", IsSundayNight), At("much", at => at.Hour is >= 0 and < 20)]);

        Assert.Equal(["daily 00:00-19:00"], advice.Windows!);
    }

    [Fact]
    public void Clusters_of_which_too_little_is_known_do_not_count_and_are_named()
    {
        var advice = Together(
        [
            At("office", IsOffice), At("quiet", _ => false), Cluster(Weeks, at => at.Date < Monday.PlusDays(40)
                ? ActivityState.Unknown : ActivityState.Busy, name: "new"),
        ]);
        using var output = new StringWriter();
        AdviceText.Write(advice, output);

        Assert.Equal(["mon-fri 09:00-17:00"], advice.Windows!);
        Assert.Equal(
            [AdviceVerdict.Needs, AdviceVerdict.NeverBusy, AdviceVerdict.TooFewDays], advice.Clusters.Select(cluster => cluster.Verdict));
        Assert.Contains("Rule 'dev (office)' needs 40 of 168 hours a week. By 42 days", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Never seen busy: quiet.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Not counted, because they were seen on too few days: new.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_cluster_alone_is_its_rule()
    {
        var question = Question(Weeks);
        var found = question.Of(At("office", IsOffice));
        var (rule, cluster) = (question.Of(found.Cluster.Rule!, [found]), found.Advice(default, default));

        Assert.Equal(
            (cluster.Windows, cluster.Coverage, cluster.LastWeek, cluster.Month, cluster.Saved),
            (rule.Windows, rule.Coverage, rule.LastWeek, rule.Month, rule.Saved));
    }

    public static TheoryData<string, string[][]> Fleets => new()
    {
        { "follow the sun", [["mon-fri 00:00-08:00"], ["mon-fri 08:00-16:00"], ["mon-fri 12:00-20:00"]] },
        { "office and nights", [["mon-fri 08:00-16:00"], ["mon-fri 20:00-04:00"]] },
        { "month end", [["mon-fri 08:00-16:00"], ["last 2 workdays 16:00-04:00"]] },
        { "one never", [["mon-fri 08:00-16:00"], ["2020-01-01 08:00-16:00"]] },
    };

    [Theory]
    [MemberData(nameof(Fleets))]
    public void Is_as_good_as_the_best_for_known_hours(string fleet, string[][] clusters)
    {
        var evidence = Evidence.Together([.. clusters.Select(windows => Evidence.Of(Histories.Busy(windows)))]);
        var needs = Assert.IsType<Verdict.Needs>(Advisor.Advise(evidence, new(Slack: 0.01)));
        var (hours, coverage) = CoarseWeek.Best([.. evidence.Busy.Chunk(8).Select(four => four.Sum())], 0.95);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{fleet}: {needs.HoursUp} h, {needs.Coverage:P1}; the best of a coarse family: {hours} h, {coverage:P1}");
        Assert.InRange(needs.HoursUp, 0, 1.02 * hours);
        Assert.InRange(needs.Coverage, 0.95, 1);
    }

    private static bool IsSundayNight(LocalDateTime at) => at is { DayOfWeek: IsoDayOfWeek.Sunday, Hour: 2 or 3 };

    private static AdvisedCluster At(string name, Func<LocalDateTime, bool> isBusy) =>
        Cluster(Weeks, at => isBusy(at) ? ActivityState.Busy : ActivityState.Quiet, name: name);

    private static RuleAdvice Together(IReadOnlyList<AdvisedCluster> clusters)
    {
        var question = Question(Weeks);
        return question.Of(clusters[0].Rule!, [.. clusters.Select(question.Of)]);
    }
}

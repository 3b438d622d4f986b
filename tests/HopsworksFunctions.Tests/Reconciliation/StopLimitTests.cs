using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>The names of blocked clusters, and the effect of a person's allowance. Golden cases cover what simulations show.</summary>
public sealed class StopLimitTests
{
    private static readonly Cluster[] Three = [Bench.Dev1, Bench.Running("dev-2"), Bench.Running("dev-3")];

    private static Bench Limited(string limits = "'maxStopsPerRun': 1", string rule = "")
    {
        var rest = Bench.Office.Trim()[1..].Replace("'schedule': 'office'", $"'schedule': 'office'{rule}", StringComparison.Ordinal);
        return new Bench { Policies = new(PolicyText.Valid($"{{ 'limits': {{ {limits} }}, {rest}"), null) }.Lists(Three);
    }

    private static Bench Answering(Bench bench)
    {
        foreach (var cluster in Three)
            bench.AnswersStop(cluster.Id);
        return bench;
    }

    private static Task<RunReport> AllowAsync(Bench bench, int stops) =>
        bench.RunAsync(new("allow", "HTTP", AllowStops: stops) { By = "ada" });

    private static IEnumerable<Reason> Reasons(RunReport report) => report.Clusters.Select(c => c.Decision.Reason);

    private static IEnumerable<ActionOutcome> Outcomes(RunReport report) => report.Clusters.Select(c => c.Done);

    [Fact]
    public async Task The_notice_names_the_clusters_and_the_number_to_allow()
    {
        var report = await Limited().RunAsync();

        Assert.Equal([Reason.LimitReached, Reason.LimitReached, Reason.LimitReached], Reasons(report));
        Assert.Equal(
            "3 unexpected stops are due, and the stop limit is 1 an hour (limits.maxStopsPerRun). "
            + "The app makes none of them: dev-1, dev-2, dev-3. Allow them if they are intended, on the dashboard or with "
            + "POST /api/reconcile?allowStops=3, or fix the policies.",
            Assert.Single(report.Notices).Message);
    }

    [Fact]
    public async Task Fewer_than_are_blocked_cannot_be_allowed()
    {
        var bench = Limited();
        var report = await AllowAsync(bench, 2);

        Assert.All(Reasons(report), reason => Assert.Equal(Reason.LimitReached, reason));
        Assert.Contains("2 were allowed, which is too few.", Assert.Single(report.Notices).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await bench.AuditedAsync(), e => e.Kind == AuditKind.StopsAllowed);
    }

    [Fact]
    public async Task An_allowance_holds_for_its_clusters_until_they_are_stopped_and_for_no_others()
    {
        var bench = Answering(Limited());
        await bench.RunAsync();
        bench.AnswersStop("dev-2", new(FailureKind.Rejected, "not now", 400, 400));

        var allowed = await AllowAsync(bench, 3);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        bench.AnswersStop("dev-2").AnswersStop("dev-4").AnswersStop("dev-5");
        bench.Lists(Bench.Stopping("dev-1"), Three[1], Bench.Stopping("dev-3"), Bench.Running("dev-4"), Bench.Running("dev-5"));
        var next = await bench.RunAsync();

        Assert.Equal([ActionOutcome.Accepted, ActionOutcome.Failed, ActionOutcome.Accepted], Outcomes(allowed));
        Assert.Equal([ActionOutcome.Nothing, ActionOutcome.Accepted, ActionOutcome.Nothing, ActionOutcome.Nothing, ActionOutcome.Nothing],
            Outcomes(next));
        Assert.Equal([Reason.LimitReached, Reason.LimitReached], Reasons(next).Skip(3));
    }

    [Fact]
    public async Task An_allowance_is_over_after_four_hours()
    {
        var bench = Limited()
            .AnswersStop("dev-1", new(FailureKind.Rejected, "not now", 400, 400)).AnswersStop("dev-2").AnswersStop("dev-3");
        await bench.RunAsync();
        await AllowAsync(bench, 3);
        Assert.Equal(bench.Time.GetUtcNow().AddHours(4), bench.Store.Records["dev-1"].Allowed!.Until.ToDateTimeOffset());
        bench.Time.Advance(TimeSpan.FromHours(4));

        var report = await bench.Lists(Bench.Dev1, Bench.Running("dev-9")).RunAsync();

        Assert.All(Reasons(report), reason => Assert.Equal(Reason.LimitReached, reason));
    }

    [Fact]
    public async Task What_is_allowed_is_still_announced()
    {
        var bench = Answering(Limited(rule: ", 'warn': '15m'"));
        await bench.RunAsync();

        var allowed = await AllowAsync(bench, 3);
        bench.Time.Advance(TimeSpan.FromMinutes(15));
        var later = await bench.RunAsync();

        Assert.Equal([Reason.Warned, Reason.Warned, Reason.Warned], Reasons(allowed));
        Assert.Equal([ActionOutcome.Accepted, ActionOutcome.Accepted, ActionOutcome.Accepted], Outcomes(later));
    }

    [Theory]
    [InlineData("'maxStopsPerRun': 5, 'maxStopPercent': 1", 1, true)]
    [InlineData("'maxStopsPerRun': 5, 'maxStopPercent': 0", 1, false)]
    [InlineData("'maxStopsPerRun': 5, 'maxStopPercent': 70", 2, true)]
    [InlineData("'maxStopsPerRun': 0", 1, false)]
    public async Task A_percentage_is_of_the_managed_running_clusters_and_at_least_one(string limits, int due, bool made)
    {
        var bench = Answering(Limited(limits));
        bench.Lists([.. Three.Select((c, i) => i < due ? c : c with { StartedOn = Bench.Evening - Duration.FromMinutes(10) })]);

        var report = await bench.RunAsync();

        Assert.Equal(made ? due : 0, report.Clusters.Count(c => c.Done == ActionOutcome.Accepted));
    }

    [Fact]
    public async Task A_stop_counts_for_an_hour_though_its_cluster_is_gone()
    {
        var bench = Answering(Limited());
        await bench.Lists(Three[0]).RunAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(59));
        var blocked = await bench.Lists(Three[1]).RunAsync();
        Assert.Equal([Reason.LimitReached], Reasons(blocked));
    }

    [Fact]
    public async Task A_dry_run_neither_counts_nor_is_blocked()
    {
        var policies = PolicyText.Valid("{ 'dryRun': true, 'limits': { 'maxStopsPerRun': 1 }, " + Bench.Office.Trim()[1..]);
        var bench = new Bench { Policies = new(policies, null) }.Lists(Three);

        var report = await bench.RunAsync();

        Assert.Equal([ActionOutcome.DryRun, ActionOutcome.DryRun, ActionOutcome.DryRun], Outcomes(report));
        Assert.Empty(report.Notices);
        Assert.All(bench.Store.Records.Values, record => Assert.Null(record.Planned));
    }

    [Fact]
    public async Task A_stop_limit_that_is_over_is_not_told_as_it_began()
    {
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid(Bench.Office.Trim()[..^1] + ", 'limits': { 'maxStopsPerRun': 0 } }"), null),
        }.Lists(Bench.Dev1);

        var blocked = await bench.RunAsync();
        var over = await bench.Lists(Bench.Stopped("dev-1")).RunAsync();

        Assert.StartsWith("1 unexpected stop is due", Assert.Single(blocked.Notices).Message, StringComparison.Ordinal);
        Assert.Equal(
            (true, "No stop waits because of the stop limit."),
            over.Notices.Where(n => n.Kind == EventKind.Limit).Select(n => (n.Over, n.Message)).Single());
    }
}

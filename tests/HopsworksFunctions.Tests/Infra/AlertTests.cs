using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using HopsworksFunctions.Tests.Shipped;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Moq;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The alerts against what the app logs. Tests can check their patterns, but not that Azure runs the queries as meant.</summary>
public sealed class AlertTests
{
    private static readonly IReadOnlyDictionary<string, JsonNode> Rules = Snapshot.Of("main.prod")
        .All("Microsoft.Insights/scheduledQueryRules")
        .ToDictionary(r => ((string)r["name"]!).Replace("alert-hopsfn-prod-", "", StringComparison.Ordinal), r => r["properties"]!);

    [Fact]
    public void These_are_watched() =>
        Assert.Equal(["key", "limit", "not-followed", "policies", "run-failed", "silent"], Rules.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Silence_is_no_success_of_the_timer_for_half_an_hour()
    {
        var condition = Condition("silent");

        Assert.Equal("PT30M", (string)Rules["silent"]["windowSize"]!);
        Assert.Equal(("Count", "LessThan", 1),
            ((string)condition["timeAggregation"]!, (string)condition["operator"]!, (int)condition["threshold"]!));
        Assert.Contains("name == \"Reconcile\" and tobool(success)", Query("silent"), StringComparison.Ordinal);
        Assert.Contains(ShippedTextTests.Functions, function => function is { Name: "Reconcile", Trigger: TimerTrigger });
    }

    // The host drops what its log levels and its sampling exclude, and its OpenTelemetry mode names the category differently.
    [Fact]
    public void The_host_reports_what_the_queries_ask_for()
    {
        var host = SettingsTests.Host("host.json");
        var logging = host["logging"]!;

        Assert.Null(host["telemetryMode"]);
        Assert.Equal("Information", (string)logging["logLevel"]!["Host.Results"]!);
        Assert.Equal("Information", (string)logging["logLevel"]!["default"]!);
        Assert.Contains("Request", ((string)logging["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!).Split(';'));
        Assert.Contains("Trace", ((string)logging["applicationInsights"]!["samplingSettings"]!["excludedTypes"]!).Split(';'));
    }

    [Theory]
    [InlineData("timer")]
    [InlineData("late timer")]
    [InlineData("queue")]
    public void A_failed_run_says_why(string trigger)
    {
        var line = AppLog.OfRun(
            "Finished", LogLevel.Error, trigger, "8f1c", RunOutcome.Failed, 3, 0, 1, 2, 1234.5, ": the account was lost: try again");

        Assert.Equal("the account was lost: try again", Extract("run-failed", 1, line));
        Assert.Equal("set KeyVault__Uri", Extract("run-failed", 1, AppLog.Line<ImpossibleRun>("InvalidSettings", "set KeyVault__Uri")));
        Assert.Empty(
            Extract("run-failed", 1, AppLog.OfRun("Finished", LogLevel.Information, trigger, "8f1c", RunOutcome.Ok, 3, 0, 1, 0, 12.0, "")));
    }

    [Theory]
    [InlineData("key", EventKind.Key)]
    [InlineData("policies", EventKind.Config)]
    [InlineData("limit", EventKind.Limit)]
    [InlineData("run-failed", EventKind.Key)]
    public void An_incident_of_the_account_begins_and_is_over(string alert, EventKind kind)
    {
        const string What = "no: store a new one";
        foreach (var turn in (string[])["begins", "lasts", "over"])
            Assert.Equal(new($"{kind}", turn, "", What), Notice(alert, AppLog.OfRun("Noticed", kind, turn, "", What)));

        Assert.Null(Notice(alert, AppLog.OfRun("Noticed", EventKind.Outage, "begins", "", "Notice Key begins: not at the start")));
    }

    [Theory]
    [InlineData(nameof(EventKind.NotFollowed))]
    [InlineData(nameof(EventKind.StartFailed))]
    [InlineData(nameof(EventKind.StopFailed))]
    [InlineData(nameof(EventKind.Workers))]
    public void An_incident_of_a_cluster_is_over_for_its_kind_and_cluster_whatever_the_words(string kind)
    {
        const string Message = "dev-1 was told to stop but is running; look at it in Hopsworks";
        var look = new TraceQuery(Query("not-followed")).Notices;
        AppLog[] lines = [AppLog.Notice(kind, "begins", Message, "cluster:c1"), AppLog.Notice(kind, "lasts", Message, "cluster:c1")];

        Assert.Equal([new(kind, "lasts", " [cluster:c1]", Message)], look.Open(lines));
        Assert.Single(look.Open([.. lines, AppLog.Notice(kind, "over", Message, "cluster:c2")]));
        Assert.Empty(look.Open([.. lines, AppLog.Notice(kind, "over", "it is gone", "cluster:c1")]));
        Assert.Contains("summarize arg_max(timestamp, Turn, What) by Kind, Subject", Query("not-followed"), StringComparison.Ordinal);
        Assert.Null(Notice("not-followed", AppLog.Notice(nameof(EventKind.Warn), "begins", Message)));
    }

    // A one-time event has no end, so its alert would have none either.
    [Fact]
    public void What_is_told_once_is_no_alert()
    {
        var line = AppLog.Notice(nameof(EventKind.Workers), "once", "dev-1 lost a worker; Notice Workers begins: not at the start");

        Assert.All(Rules.Keys.SelectMany(alert => new TraceQuery(Query(alert)).Looks), look => Assert.Null(look.Notice(line)));
    }

    [Theory]
    [InlineData(EventKind.Limit, "begins", null)]
    [InlineData(EventKind.Config, "over", "rule:p")]
    public void A_notice_written_here_is_the_line_that_the_app_writes(EventKind kind, string turn, string? subject) =>
        Assert.Equal(
            AppLog.OfRun("Noticed", kind, turn, subject is null ? "" : $" [{subject}]", "no"),
            AppLog.Notice(kind.ToString(), turn, "no", subject));

    // It is reported as a configuration incident, although the policies are in force.
    [Theory]
    [InlineData("prod-1 is protected: rule 'production' stopped matching at 19:00", "c1", null, null, true)]
    [InlineData("1 cluster almost matches rule 'p' and is treated as protected: a (name is \"A\"); fix it", null, "p", null, true)]
    [InlineData("a is left alone: tag 'schedule' names schedule 'offise', which does not exist", "c1", "p", null, true)]
    [InlineData("policies.json:12:5: there is no schedule 'is left alone: ', which stopped matching", null, null, null, false)]
    [InlineData("teams:hook gets no messages", null, null, "teams:hook", false)]
    public void What_is_wrong_with_a_cluster_is_not_taken_for_refused_policies(
        string message, string? cluster, string? rule, string? channel, bool spared)
    {
        var incident = new Incident(EventKind.Config, cluster, Bench.Evening, message) { Rule = rule, Channel = channel };
        var log = new FakeLogger();
        RunLog.Notices(log, new()
        {
            Id = "r", Account = "a", Trigger = "timer", StartedAt = Bench.Evening, Outcome = RunOutcome.Ok,
            Notices = [Core.Runs.Notice.Of(incident)]
        }, isFirstOfHour: false);

        Assert.Equal(spared ? null : message, Notice("policies", AppLog.Line(log.LatestRecord))?.What);
    }

    [Fact]
    public async Task Stops_that_the_limit_blocks_are_told_of_until_somebody_allows_them()
    {
        var policies = Bench.Office.Replace("{ 'schedules'", "{ 'limits': { 'maxStopsPerRun': 1 }, 'schedules'", StringComparison.Ordinal);
        var bench = new Bench { Policies = new(PolicyText.Valid(policies), null) };
        bench.Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1").AnswersStop("dev-2");
        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.RunAsync();
        await bench.RunAsync(new("r", "test", AllowStops: 2));
        await bench.RunAsync();

        var lines = Lines(bench);

        var told = lines.Select(line => Notice("limit", line)).OfType<ReadNotice>().ToList();
        Assert.Equal(["begins", "lasts", "over"], told.Select(notice => notice.Turn));
        Assert.StartsWith("2 unexpected stops are due, and the stop limit is 1 an hour", told[0].What, StringComparison.Ordinal);
    }

    // Real runs are needed, because the alert depends on how a run reports its incidents.
    [Fact]
    public async Task A_refused_key_is_told_under_its_name_once_an_hour_and_so_is_its_end()
    {
        var bench = new Bench();
        var failure = new ApiFailure(FailureKind.KeyRefused, "Hopsworks.ai rejected the API key", 401);
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>(null, failure));
        foreach (var minutes in (int[])[0, 5, 50, 5, 5, 55])
        {
            bench.Time.Advance(TimeSpan.FromMinutes(minutes));
            await bench.RunAsync();
        }
        await bench.Lists(Bench.Dev1).AnswersStop("dev-1").RunAsync();

        var lines = Lines(bench);

        var told = lines.Select(line => Notice("key", line)).OfType<ReadNotice>().ToList();
        Assert.All(told.SkipLast(1), notice => Assert.StartsWith(
            "Hopsworks.ai rejected the API key. ", notice.What, StringComparison.Ordinal));
        Assert.Equal(["begins", "lasts", "lasts", "over"], told.Select(notice => notice.Turn));
        // The runs that fail for this reason cause no alert of their own.
        Assert.All(lines, line => Assert.Equal(Notice("key", line), Notice("run-failed", line)));
        Assert.Equal("PT2H", (string)Rules["run-failed"]["windowSize"]!);
    }

    // A page that is opened while Hopsworks.ai answers again must not end the alert before the incident ends.
    [Fact]
    public async Task A_look_begins_and_ends_no_alert()
    {
        var bench = new Bench { Policies = new(null, "policies.json(1,3): no") };
        await bench.RunAsync();
        bench.Policies = new Bench().Policies;
        var looked = await bench.Lists(Bench.Dev1).RunAsync(new("look", "HTTP", RunMode.Plan));

        Assert.True(Assert.Single(looked.Notices, notice => notice.Kind == EventKind.Config).Over);
        Assert.Equal(["begins"], Lines(bench).Select(line => Notice("policies", line)?.Turn).OfType<string>());
    }

    // The number of days left changes daily and would make a new alert each day.
    [Theory]
    [InlineData("ExpiresSoon", "expires")]
    [InlineData("Expired", "expired")]
    public void A_key_that_expires_is_one_alert_until_it_is_replaced(string method, string word)
    {
        object[] arguments = ["hopsworks-api-key", "4f0b", new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.Zero),
            .. method == "ExpiresSoon" ? new object[] { 13 } : []];

        var line = AppLog.Line(typeof(SecretsOptions).Assembly.GetType("HopsworksFunctions.Core.Secrets.CachedSecret")!, method, arguments);

        Assert.Equal($"Secret hopsworks-api-key (version 4f0b) {word} on 2026-12-05 00:00:00Z", Extract("key", 1, line));
        Assert.Equal(14, new SecretsOptions().ExpiryWarning.TotalDays);
    }

    [Fact]
    public void Each_alert_reaches_people_and_ends_by_itself()
    {
        var rules = Snapshot.Of("main.private").All("Microsoft.Insights/scheduledQueryRules").Select(r => r["properties"]!);

        Assert.All(rules, r =>
            Assert.EndsWith(
            "/actionGroups/ag-hopsfn-test", (string)Assert.Single(r["actions"]!["actionGroups"]!.AsArray())!, StringComparison.Ordinal));
        Assert.All(Rules.Values, r => Assert.True((bool)r["autoMitigate"]! && (bool)r["enabled"]!));
        Assert.All(Rules.Values, r => Assert.Matches("/components/appi-hopsfn-prod$", (string)Assert.Single(r["scopes"]!.AsArray())!));
    }

    // The tables in the queries come with the first telemetry, after the first deployment.
    [Fact]
    public void No_query_is_tried_against_a_component_without_tables() =>
        Assert.All(Rules.Values, r => Assert.True((bool)r["skipQueryValidation"]!));

    private static JsonNode Condition(string alert) => Assert.Single(Rules[alert]["criteria"]!["allOf"]!.AsArray())!;

    internal static string Query(string alert) => (string)Condition(alert)["query"]!;

    /// <summary>Returns the first group that the n-th reading of the traces finds in a line; empty for none.</summary>
    private static string Extract(string alert, int look, AppLog line) =>
        new TraceQuery(Query(alert)).Looks[look].Match(line).Groups[1].Value;

    private static ReadNotice? Notice(string alert, AppLog line) => new TraceQuery(Query(alert)).Notices.Notice(line);

    private static List<AppLog> Lines(Bench bench) => [.. bench.Log.Collector.GetSnapshot().Select(AppLog.Line)];
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
using Moq;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>
/// The alerts against what the app writes. That Azure runs the queries as meant cannot be tried here; their patterns can.
/// </summary>
public sealed partial class AlertTests
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

    // The host leaves out what its log levels and its sampling leave out, and in its OpenTelemetry mode names the category otherwise.
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
    public void A_failed_run_says_why(string trigger)
    {
        var line = AppLog.OfRun(
            "Finished", LogLevel.Error, trigger, "8f1c", RunOutcome.Failed, 3, 0, 1, 2, 1234.5, ": the account was lost: try again");

        Assert.Equal("the account was lost: try again", Extract("run-failed", 0, line));
        Assert.Equal("set KeyVault__Uri", Extract("run-failed", 0, AppLog.Line<ImpossibleRun>("InvalidSettings", "set KeyVault__Uri")));
        Assert.Empty(
            Extract("run-failed", 0, AppLog.OfRun("Finished", LogLevel.Information, trigger, "8f1c", RunOutcome.Ok, 3, 0, 1, 0, 12.0, "")));
    }

    [Theory]
    [InlineData("key", EventKind.Key, 0, 1)]
    [InlineData("policies", EventKind.Config, 0, 1)]
    [InlineData("limit", EventKind.Limit, 0, 1)]
    public void An_incident_of_the_account_begins_and_is_over(string alert, EventKind kind, int turn, int what)
    {
        var begins = AppLog.OfRun("Noticed", kind, "begins", "no: store a new one");

        Assert.Equal("begins", Extract(alert, turn, begins));
        Assert.Equal("no: store a new one", Extract(alert, what, begins));
        Assert.Equal("over", Extract(alert, turn, AppLog.OfRun("Noticed", kind, "over", "no: store a new one")));
        var lasts = AppLog.OfRun("Noticed", kind, "lasts", "no: store a new one");
        Assert.Equal(("lasts", "no: store a new one"), (Extract(alert, turn, lasts), Extract(alert, what, lasts)));
        Assert.Empty(Extract(alert, turn, AppLog.OfRun("Noticed", EventKind.Outage, "begins", "Notice Key begins: not at the start")));
    }

    [Theory]
    [InlineData(nameof(EventKind.NotFollowed))]
    [InlineData(nameof(EventKind.StartFailed))]
    [InlineData(nameof(EventKind.StopFailed))]
    [InlineData(nameof(EventKind.Workers))]
    public void An_incident_of_a_cluster_is_over_under_the_words_it_began_with_and_perhaps_more(string kind)
    {
        const string Message = "dev-1 was told to stop but is running; look at it in Hopsworks";
        foreach (var turn in (string[])["begins", "lasts", "over"])
        {
            var line = AppLog.Notice(kind, turn, Message);

            Assert.Equal([kind, turn, Message], [.. Enumerable.Range(0, 3).Select(pattern => Extract("not-followed", pattern, line))]);
        }

        var more = Extract("not-followed", 2, AppLog.Notice(kind, "over", $"{Message}; it is gone"));

        Assert.StartsWith($"{Message}; ", more, StringComparison.Ordinal);
        Assert.Contains("""End == What or End startswith_cs strcat(What, "; ")""", Query("not-followed"), StringComparison.Ordinal);
        Assert.Empty(Extract("not-followed", 0, AppLog.Notice(nameof(EventKind.Warn), "begins", Message)));
    }

    // It has no end, so its alert would have none either.
    [Fact]
    public void What_is_told_once_is_no_alert()
    {
        var line = AppLog.Notice(nameof(EventKind.Workers), "once", "dev-1 lost a worker; Notice Workers begins: not at the start");

        Assert.All(
            Rules.Keys.SelectMany(alert => new TraceQuery(Query(alert)).Patterns), pattern => Assert.DoesNotMatch(pattern, line.Message));
    }

    [Theory]
    [InlineData(EventKind.Limit, "begins")]
    [InlineData(EventKind.Config, "over")]
    public void A_notice_written_here_is_the_line_that_the_app_writes(EventKind kind, string turn) =>
        Assert.Equal(AppLog.OfRun("Noticed", kind, turn, "no"), AppLog.Notice(kind.ToString(), turn, "no"));

    // Told of as an incident of the configuration, though the policies are in force.
    [Theory]
    [InlineData("prod-1 is protected: rule 'production' stopped matching at 19:00, and rule 'rest' applies from 20:00 (UTC)", true)]
    [InlineData("1 cluster almost matches rule 'p' and is treated as protected: a (name is \"A\"); fix it", true)]
    [InlineData("a is left alone: tag 'schedule' names schedule 'offise', which does not exist", true)]
    [InlineData("policies.json:12:5: there is no schedule 'offise'", false)]
    public void What_is_wrong_with_a_cluster_is_not_taken_for_refused_policies(string message, bool spared)
    {
        var what = Extract("policies", 1, AppLog.Notice(nameof(EventKind.Config), "begins", message));

        Assert.Equal(spared, Excluded().Matches(Query("policies")).Any(
            match => what.Contains(match.Groups[1].Value, StringComparison.Ordinal)));
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

        Assert.Equal(["begins", "lasts", "over"], lines.Select(line => Extract("limit", 0, line)).Where(turn => turn.Length > 0));
        Assert.Contains(lines, line => Extract("limit", 1, line)
            .StartsWith("2 unexpected stops are due, and the stop limit is 1 an hour", StringComparison.Ordinal));
    }

    // In real runs: the alert rests on how a run tells of its incidents.
    [Fact]
    public async Task A_refused_key_is_told_under_its_name_once_an_hour_and_so_is_its_end()
    {
        var bench = new Bench();
        var failure = new ApiFailure(FailureKind.KeyRefused, "Hopsworks.ai refused the API key", 401);
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Cluster>>(null, failure));
        foreach (var minutes in (int[])[0, 5, 50, 5, 5, 55])
        {
            bench.Time.Advance(TimeSpan.FromMinutes(minutes));
            await bench.RunAsync();
        }
        await bench.Lists(Bench.Dev1).AnswersStop("dev-1").RunAsync();

        var lines = Lines(bench);

        Assert.All(lines.Where(line => Extract("key", 0, line) is "begins" or "lasts"), line =>
            Assert.Equal("Hopsworks.ai refused the API key", Extract("key", 1, line)));
        Assert.Equal(["begins", "lasts", "lasts", "over"], lines.Select(line => Extract("key", 0, line)).Where(turn => turn.Length > 0));
        // The runs that fail for it are no alert of their own.
        Assert.All(lines, line => Assert.Equal(Extract("key", 0, line), Extract("run-failed", 1, line)));
        Assert.Equal("PT2H", (string)Rules["run-failed"]["windowSize"]!);
    }

    // A page that is opened while Hopsworks answers again must not end the alert before the incident ends.
    [Fact]
    public async Task A_look_begins_and_ends_no_alert()
    {
        var bench = new Bench { Policies = new(null, "policies.json(1,3): no") };
        await bench.RunAsync();
        bench.Policies = new Bench().Policies;
        var looked = await bench.Lists(Bench.Dev1).RunAsync(new("look", "HTTP", RunMode.Plan));

        Assert.True(Assert.Single(looked.Notices, notice => notice.Kind == EventKind.Config).Over);
        Assert.Equal(["begins"], Lines(bench).Select(line => Extract("policies", 0, line)).Where(turn => turn.Length > 0));
    }

    // How many days are left changes daily and would be a new alert each day.
    [Theory]
    [InlineData("ExpiresSoon", "expires")]
    [InlineData("Expired", "expired")]
    public void A_key_that_expires_is_one_alert_until_it_is_replaced(string method, string word)
    {
        object[] arguments = ["hopsworks-api-key", "4f0b", new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.Zero),
            .. method == "ExpiresSoon" ? new object[] { 13 } : []];

        var line = AppLog.Line(typeof(SecretsOptions).Assembly.GetType("HopsworksFunctions.Core.Secrets.CachedSecret")!, method, arguments);

        Assert.Equal($"Secret hopsworks-api-key (version 4f0b) {word} on 2026-12-05 00:00:00Z", Extract("key", 2, line));
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

    // The tables that the queries name come with the first telemetry, after the first deployment.
    [Fact]
    public void No_query_is_tried_against_a_component_without_tables() =>
        Assert.All(Rules.Values, r => Assert.True((bool)r["skipQueryValidation"]!));

    private static JsonNode Condition(string alert) => Assert.Single(Rules[alert]["criteria"]!["allOf"]!.AsArray())!;

    private static string Query(string alert) => (string)Condition(alert)["query"]!;

    /// <summary>What the n-th pattern of a query takes out of a line: its first group, or nothing.</summary>
    private static string Extract(string alert, int pattern, AppLog line) => new TraceQuery(Query(alert)).Extract(pattern, line);

    private static List<AppLog> Lines(Bench bench) => [.. bench.Log.Collector.GetSnapshot().Select(AppLog.Line)];

    [GeneratedRegex("What !contains_cs \"([^\"]+)\"")]
    private static partial Regex Excluded();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Tests.Reconciliation;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>
/// The workbook's queries against what runs log and measure. Tests can check their patterns, but not that Azure runs them as meant.
/// </summary>
public sealed partial class QueryTests
{
    private static readonly string Folder = Path.Combine(Bicep.Folder, "queries");

    [Fact]
    public void The_workbook_asks_every_query_for_the_chosen_time()
    {
        var workbook = Snapshot.Of("main.dev").Properties("Microsoft.Insights/workbooks");
        var parts = JsonNode.Parse((string)workbook["serializedData"]!)!["items"]!.AsArray().Where(i => (int)i!["type"]! == 3)
            .Select(i => i!["content"]!).ToList();

        Assert.Equal(Directory.GetFiles(Folder).Select(File.ReadAllText).Order(StringComparer.Ordinal),
            parts.Select(p => (string)p["query"]!).Order(StringComparer.Ordinal));
        Assert.All(parts, p => Assert.Equal("Time", (string)p["timeContextFromParameter"]!));
    }

    [Theory]
    [InlineData("why")]
    [InlineData("actions")]
    [InlineData("failures")]
    public async Task What_a_run_did_to_a_cluster_is_told_by_its_line(string query)
    {
        var lines = await LinesAsync(new Bench().Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1")
            .AnswersStop("dev-2", new(FailureKind.Rejected, "not now (try later): busy", 400)));

        var parts = lines.Select(line => Parts(query, line)).Where(p => p.Success)
            .Select(p => p.Groups.Values.Skip(1).Select(g => g.Value).ToArray()).OrderBy(p => p[0]).ToList();

        Assert.Equal(["dev-1", "dev", "WindowEnd", "Accepted"], parts[0][..4]);
        Assert.StartsWith("Stopping: outside schedule 'office'", parts[0][4], StringComparison.Ordinal);
        Assert.Equal(["dev-2", "dev", "WindowEnd", "Failed", "not now (try later): busy"], parts[1]);
        Assert.Equal(2, parts.Count);
    }

    // The first word of a sentence tells which action it was.
    [Fact]
    public void Each_outcome_that_a_query_looks_for_exists()
    {
        var words = Directory.GetFiles(Folder).SelectMany(f => DoneWord().Matches(File.ReadAllText(f)))
            .SelectMany(m => Word().Matches(m.Value[m.Value.IndexOf(')', StringComparison.Ordinal)..])).Select(m => m.Groups[1].Value)
            .Distinct().Order();

        Assert.Equal(["Accepted", "Failed", "Uncertain"], words);
        Assert.All(words, word => Assert.True(Enum.TryParse<ActionOutcome>(word, out _)));
    }

    [Theory]
    [InlineData("incidents", nameof(EventKind.Outage))]
    [InlineData("incidents", nameof(EventKind.NotFollowed))]
    [InlineData("incidents", nameof(EventKind.StopFailed))]
    [InlineData("incidents", nameof(EventKind.Workers))]
    [InlineData("probes", nameof(EventKind.Probe))]
    public void An_incident_is_open_until_it_is_over_for_what_it_is_about_whatever_the_words(string query, string kind)
    {
        const string Message = "the activity of dev-1 cannot be measured: no answer";
        var (begins, other) = (AppLog.Notice(kind, "begins", Message, "cluster:c1"), AppLog.Notice(kind, "over", Message, "cluster:c2"));

        Assert.Equal([new(kind, "begins", " [cluster:c1]", Message)], Query(query).Notices.Open([begins, other]));
        Assert.Empty(Query(query).Notices.Open([begins, AppLog.Notice(kind, "over", "it is gone", "cluster:c1")]));
        Assert.Matches(@"summarize arg_max\(timestamp, Turn, What\) by (Kind, )?Subject", Text(query));
    }

    [Fact]
    public void What_is_told_once_is_part_of_a_clusters_story_and_no_incident()
    {
        var once = AppLog.Notice(nameof(EventKind.Workers), "once", "dev-1 lost a worker");

        var why = Query("why").Looks[0];
        Assert.All(
            [once, AppLog.Notice(nameof(EventKind.Probe), "over", "the activity of dev-1", "cluster:c1")],
            line => Assert.True(why.Match(line, why.Patterns.Count - 1).Success));
        Assert.Null(Query("incidents").Notices.Notice(once));
        Assert.All(["Warn", "Stop", "Start"], word => Assert.Contains($"\"{word}\"", Text("incidents"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_metrics_that_are_asked_for_are_measured()
    {
        var source = File.ReadAllText(Path.Combine(DeployRig.Repository, "src/HopsworksFunctions.Core/Telemetry/RunMetrics.cs"));
        var names = Directory.GetFiles(Folder).SelectMany(f => Metric().Matches(File.ReadAllText(f))).Select(m => m.Value).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, source, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<AppLog>> LinesAsync(Bench bench)
    {
        await bench.RunAsync();
        return [.. bench.Log.Collector.GetSnapshot().Select(AppLog.Line)];
    }

    private static string Text(string query) => File.ReadAllText(Path.Combine(Folder, $"{query}.kql"));

    private static TraceQuery Query(string name) => new(Text(name));

    private static Match Parts(string query, AppLog line) => Query(query).Looks[0].Match(line);

    [GeneratedRegex(@"Parts\[3\]\) (?:==|in) .*")]
    private static partial Regex DoneWord();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Word();

    [GeneratedRegex("\"hopsworks\\.[a-z_.]+\"")]
    private static partial Regex Metric();
}

using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Messages about runs, sent by the real dispatcher to a socket: each event once, whatever dies in between.</summary>
public sealed class RunMessagesTests : ReceivedMessages
{
    private const string Everything =
        "'warn', 'stop', 'start', 'startFailed', 'notFollowed', 'limit', 'key', 'config', 'outage', 'probe', 'orphanedStop', 'defer'";

    private static string Policies(string rule = "", string top = "", string on = Everything, string secret = "hook") =>
        $"{{ {top} 'notify': [ {{ 'type': 'generic', 'urlSecret': '{secret}', 'on': [{on}] }} ], "
            + $"{Bench.Office.Trim()[1..].Replace("'schedule': 'office'", $"'schedule': 'office'{rule}", StringComparison.Ordinal)}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<RunReport> RunAsync(Bench bench, string id) => bench.RunAsync(new(id, "test"));

    private static Task<RunReport> NextAsync(Bench bench, string id, double minutes = 5)
    {
        bench.Time.Advance(TimeSpan.FromMinutes(minutes));
        return RunAsync(bench, id);
    }

    [Fact]
    public async Task A_stop_is_told_once_with_its_reason()
    {
        var bench = On(Policies()).Lists(Bench.Dev1).AnswersStop("dev-1");

        await RunAsync(bench, "r1");
        await NextAsync(bench.Lists(Bench.Stopping("dev-1")), "r2");

        Assert.Equal(["stop: Stopping: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00."], Told);
        Assert.Contains("https://app.example/api/start?token=", Receiver.Only.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_says_when_in_the_schedules_own_zone_and_why_and_is_told_once()
    {
        var bench = On(Policies(", 'warn': '15m'", "'timeZone': 'Europe/Stockholm',")).Lists(Bench.Dev1);
        // It is now 18:45 in Stockholm on the next day.
        bench.Time.Advance(TimeSpan.FromHours(20.75));

        await RunAsync(bench, "r1");
        await NextAsync(bench, "r2");

        Assert.Equal(["warn: stops Tue 19:00 (Europe/Stockholm): its window in schedule 'office' ends."], Told);
        Assert.Contains("https://app.example/api/keep?token=", Receiver.Only.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("runs")]
    [InlineData("message")]
    public async Task A_run_that_dies_while_it_warns_loses_nothing_and_repeats_nothing(string kind)
    {
        var bench = On(Policies(", 'warn': '15m'")).Lists(Bench.Dev1);
        bench.Time.Advance(TimeSpan.FromHours(22.65));
        await RunAsync(bench, "r0");

        Documents.DiesOf = kind;
        var died = await NextAsync(bench, "r1");
        Documents.DiesOf = null;
        await NextAsync(bench, "r2");
        await NextAsync(bench, "r3");

        Assert.Equal(kind == "runs" ? RunOutcome.Partial : RunOutcome.Failed, died.Outcome);
        Assert.Single(Told, t => t.StartsWith("warn: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("incident")]
    [InlineData("runs")]
    [InlineData("message")]
    public async Task An_incident_begins_once_and_is_over_once_though_runs_die_at_it(string kind)
    {
        var bench = On(Policies());
        var failure = new ApiFailure(FailureKind.Unavailable, "the gateway timed out", 504);
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>())).ReturnsAsync(failure);
        Documents.DiesOf = kind;
        await RunAsync(bench, "r1");
        Documents.DiesOf = null;
        // Listing works again before any run has come to its end.
        bench.Lists(Bench.Running("other"));
        Documents.DiesOf = kind;
        await NextAsync(bench, "r2");
        Documents.DiesOf = null;
        await NextAsync(bench, "r3");
        await NextAsync(bench, "r4");

        string[] expected = kind == "message" ? []
            : ["outage: The app cannot list clusters: the gateway timed out. The app stops and starts nothing until it can list them.",
                "outage over: The app can list clusters and act on them again."];
        Assert.Equal(expected, Told);
        Assert.Empty((await bench.Accounts.LoadAsync(Stop)).Incidents);
    }

    [Fact]
    public async Task A_stop_is_told_by_the_next_run_when_its_own_died_after_the_call()
    {
        var bench = On(Policies()).Lists(Bench.Dev1);
        bench.Hopsworks.Setup(h => h.StopAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(() =>
        {
            Documents.DiesOf = "message";
            return ApiResult.Done;
        });
        await RunAsync(bench, "r1");
        Documents.DiesOf = null;
        Assert.Empty(Told);

        await NextAsync(bench.Lists(Bench.Stopping("dev-1")), "r2");
        await NextAsync(bench, "r3");

        Assert.Equal(["stop: stopped Mon 20:00 (UTC), by rule 'dev'."], Told);
    }

    [Fact]
    public async Task A_dry_run_is_told_once_for_each_occasion_and_marked()
    {
        var bench = On(Policies(top: "'dryRun': true,")).Lists(Bench.Dev1);

        await RunAsync(bench, "r1");
        await NextAsync(bench, "r2");

        Assert.Equal(["stop dry: Stopping: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00."], Told);
    }

    [Fact]
    public async Task A_look_tells_nobody()
    {
        var bench = On(Policies(", 'warn': '15m'", "'dryRun': true,")).Lists(Bench.Dev1);

        await bench.RunAsync(new("r1", "test", RunMode.Plan));

        Assert.Empty(Receiver.All);
        Assert.Equal(0, Documents.Writes);
    }

    [Fact]
    public async Task Three_hundred_incidents_are_one_message_and_their_ends_another()
    {
        var clusters = Enumerable.Range(0, 300).Select(i => Bench.Running($"dev-{i:000}")).ToArray();
        var policies = Policies(top: "'limits': { 'maxStopsPerRun': 500 },").Replace("generic", "slack", StringComparison.Ordinal);
        var bench = On(policies).Lists(clusters);
        foreach (var cluster in clusters)
            bench.AnswersStop(cluster.Id);
        await RunAsync(bench, "r1");
        for (var run = 2; run <= 8; run++)
            await NextAsync(bench, $"r{run}");

        Assert.Equal(2, Receiver.All.Count);
        Assert.Contains("Stopping 300 clusters", Receiver.All[0].Text, StringComparison.Ordinal);
        Assert.Contains("300 stops or starts timed out", Receiver.All[1].Text, StringComparison.Ordinal);
        Assert.Contains("and 260 more", Receiver.All[1].Text, StringComparison.Ordinal);
        Assert.All(Receiver.All, r => SlackShape.Check(r.Json.AsObject()));

        await NextAsync(bench.Lists([.. clusters.Select(c => c with { State = ClusterState.Stopped, StateText = "stopped",
            ActivationState = ActivationState.Startable })]), "r9");
        await NextAsync(bench, "r10");

        Assert.Equal(3, Receiver.All.Count);
        Assert.Contains("Resolved: 300 stops or starts timed out", Receiver.All[2].Text, StringComparison.Ordinal);
        Assert.Equal(3, (await Documents.ReadAsync("message", Stop)).Documents.Count);
    }

    [Fact]
    public async Task A_channel_that_fails_is_told_of_by_the_others_and_says_itself_what_it_missed()
    {
        await using var broken = await WebhookReceiver.StartAsync();
        Rig.Secrets["broken"] = broken.Address;
        broken.Answering(410, "channel_is_archived").Answering(410, "channel_is_archived");
        var bench = On(Policies().Replace("'notify': [", "'notify': [ { 'type': 'generic', 'urlSecret': 'broken', "
            + "'on': ['stop', 'config'] },", StringComparison.Ordinal));

        await RunAsync(bench.Lists(Bench.Dev1).AnswersStop("dev-1"), "r1");
        bench.Lists(Bench.Dev1 with { State = ClusterState.Stopped, StateText = "stopped", ActivationState = ActivationState.Startable });
        for (var run = 2; run <= 6; run++)
            await NextAsync(bench, $"r{run}");

        Assert.Equal(["stop: Stopping: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00.",
            "config: Channel generic:broken is not receiving messages: its address is no longer valid (HTTP 410: channel_is_archived); create a new webhook and store its address.", "config over: Channel generic:broken works."], Told);
        Assert.Equal(
            ["stop", "stop", "stop", "config"], broken.All.Select(r => (string)r.Json["data"]!["events"]![0]!["event"]!));
        Assert.Empty((await Documents.ReadAsync("channel", Stop)).Documents);
    }

    [Fact]
    public async Task A_channel_is_told_of_nothing_but_what_it_wants()
    {
        var bench = On(Policies(on: "'key'")).Lists(Bench.Dev1).AnswersStop("dev-1");

        await RunAsync(bench, "r1");

        Assert.Empty(Receiver.All);
        Assert.Empty((await Documents.ReadAsync("message", Stop)).Documents);
    }

    [Fact]
    public async Task An_announcement_is_handed_over_once_and_taken_by_the_next_run()
    {
        var bench = On(Policies()).Lists();
        var announcer = new AnnouncementPublisher(bench.Accounts, bench.PolicySource, bench.Time);
        var digest = new Announcement("digest", "Last week", ["saved 120 USD"]);

        Assert.True(await announcer.AnnounceAsync("digest-2026-W23", digest, Stop));
        Assert.False(await announcer.AnnounceAsync("digest-2026-W23", digest, Stop));
        await RunAsync(bench, "r1");
        await NextAsync(bench, "r2");

        Assert.Equal(
            ("digest-2026-W23", "hopsworks-functions.digest"), ((string?)Receiver.Only.Json["id"], (string?)Receiver.Only.Json["type"]));
        Assert.False(await announcer.AnnounceAsync("digest-2026-W23", digest, Stop));
    }
}

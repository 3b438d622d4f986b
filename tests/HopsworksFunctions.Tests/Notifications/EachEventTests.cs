using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>A generic channel that gets one request for each event, as a pager needs it.</summary>
public sealed class EachEventTests : ReceivedMessages
{
    private static readonly NotificationChannel Pager = NotifyRig.Channel(ChannelType.Generic) with { Each = true };

    [Fact]
    public async Task An_incident_is_opened_and_closed_by_the_same_subject()
    {
        var bench = On(
            "{ 'notify': [ { 'type': 'generic', 'urlSecret': 'hook', 'severity': 'error', 'each': true } ], " + Bench.Office.Trim()[1..]);
        var broken = new ApiFailure(FailureKind.Rejected, "it will not stop");
        bench.Lists(Bench.Dev1, Bench.Running("dev-2")).AnswersStop("dev-1", broken).AnswersStop("dev-2", broken);
        foreach (var id in (string[])["dev-1", "dev-2"])
            bench.Hopsworks.Setup(h => h.GetClusterAsync(id, It.IsAny<CancellationToken>())).ReturnsAsync(
                new ApiResult<Cluster>(Bench.Running(id), null));
        for (var run = 0; run < 8; run++)
        {
            await bench.RunAsync(new($"r{run}", "test"));
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
        await bench.Lists(Bench.Stopped("dev-1"), Bench.Stopped("dev-2")).RunAsync(new("last", "test"));

        Assert.Equal(
            ["test:stopFailed:dev-1", "test:stopFailed:dev-1 over", "test:stopFailed:dev-2", "test:stopFailed:dev-2 over"],
            Receiver.All.Select(r => $"{r.Json["subject"]}{((bool)r.Json["data"]!["over"]! ? " over" : "")}").Order());
        var first = Receiver.All[0].Json;
        Assert.Equal("hopsworks-functions.event", (string?)first["type"]);
        Assert.Equal(
            ("test", "stopFailed", "error", (string?)first["subject"]),
            ((string?)first["data"]!["account"], (string?)first["data"]!["event"], (string?)first["data"]!["severity"],
                (string?)first["data"]!["incident"]));
        Assert.Equal(4, Receiver.All.Select(r => (string?)r.Json["id"]).Distinct().Count());
    }

    [Fact]
    public async Task After_a_failure_it_continues_with_the_event_that_failed_and_repeats_none()
    {
        Receiver.Answering(202).Answering(429).Answering(202).Answering(422).Answering(202);
        await Rig.PutAsync("m1", Enumerable.Range(1, 4).Select(i => NotifyRig.Stopped($"dev-{i}")), Pager);

        await Rig.DeliverAsync(Pager);
        Rig.Time.Advance(TimeSpan.FromMinutes(5));
        await Rig.DeliverAsync(Pager);

        Assert.Equal(
            ["m1-1 dev-1", "m1-2 dev-2", "m1-2 dev-2", "m1-3 dev-3", "m1-4 dev-4"],
            Receiver.All.Select(r => $"{r.Json["id"]} {r.Json["data"]!["cluster"]!["name"]}"));
        Assert.Empty(Rig.State.Messages["m1"].Waiting);
        Assert.Equal((0, 1), (Rig.State.Channels[Pager.Key].Failures, Rig.State.Channels[Pager.Key].Lost));
    }

    [Fact]
    public void A_pager_accepts_the_key_of_a_rule_with_any_name()
    {
        var rule = new string('å', 300);
        var begun = new MessageEvent("e", EventKind.Config, NotifyRig.Evening, "x") { Rule = rule, Since = NotifyRig.Evening };

        var keys = new[] { begun, begun with { Over = true }, begun with { Rule = $"{rule}b" } }.Select(e =>
            (string)System.Text.Json.Nodes.JsonNode.Parse(NotifyRig.Compose(ChannelType.Generic, [e])[0].Body)!
                ["data"]!["events"]![0]!["incident"]!).ToList();

        Assert.All(keys, key => Assert.InRange(key.Length, 1, 255));
        Assert.Equal((true, false), (keys[0] == keys[1], keys[0] == keys[2]));
    }
}

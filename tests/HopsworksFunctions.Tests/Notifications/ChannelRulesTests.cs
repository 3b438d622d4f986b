using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Channels that receive the events of only some rules.</summary>
public sealed class ChannelRulesTests : IAsyncLifetime
{
    private readonly NotifyRig rig = new();
    private WebhookReceiver some = null!;
    private WebhookReceiver both = null!;

    public async ValueTask InitializeAsync()
    {
        (some, both) = (await WebhookReceiver.StartAsync(), await WebhookReceiver.StartAsync());
        (rig.Secrets["some"], rig.Secrets["both"]) = (some.Address, both.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await some.DisposeAsync();
        await both.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task A_channel_hears_of_the_clusters_of_its_rules_and_of_what_concerns_none()
    {
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid("""
                { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
                  'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office' },
                             { 'name': 'train', 'match': { 'name': 'train-*' }, 'schedule': 'office' } ],
                  'notify': [
                    { 'type': 'generic', 'urlSecret': 'some', 'on': ['stop', 'stopFailed', 'orphanedStop', 'outage'], 'rules': ['tr*'] },
                    { 'type': 'generic', 'urlSecret': 'both', 'on': ['stop'], 'rules': ['dev'] },
                    { 'type': 'generic', 'urlSecret': 'both', 'on': ['stopFailed', 'outage'] } ] }
                """), null),
            Courier = rig.Courier,
            Accounts = new DocumentAccountStore(new DyingStore(), "test", NullLogger<DocumentAccountStore>.Instance),
        };
        var broken = new ApiFailure(FailureKind.Rejected, "it will not stop");
        bench.Lists(Bench.Dev1, Bench.Running("dev-2"), Bench.Running("train-1"), Bench.Running("train-2"))
            .AnswersStop("dev-1").AnswersStop("train-1").AnswersStop("dev-2", broken).AnswersStop("train-2", broken);
        foreach (var id in (string[])["dev-1", "dev-2", "train-1", "train-2"])
            bench.Hopsworks.Setup(h => h.GetClusterAsync(id, It.IsAny<CancellationToken>())).ReturnsAsync(
                new ApiResult<Cluster>(Bench.Running(id), null));

        for (var run = 0; run < 8; run++)
        {
            await bench.RunAsync(new($"r{run}", "test"));
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
        bench.Hopsworks.Setup(h => h.ListClustersAsync(It.IsAny<CancellationToken>())).ReturnsAsync(
            new ApiResult<IReadOnlyList<Cluster>>(null, new(FailureKind.Unavailable, "down")));
        await bench.RunAsync(new("last", "test"));

        Assert.Equal(["outage ", "stop train-1", "stopFailed train-2"], Told(some));
        Assert.Equal(["outage ", "stop dev-1", "stopFailed dev-2", "stopFailed train-2"], Told(both));
    }

    private static IEnumerable<string> Told(WebhookReceiver receiver) =>
        receiver.All.SelectMany(r => r.Json["data"]!["events"]!.AsArray()).Where(e => !(bool)e!["over"]!)
            .Select(e => $"{e!["event"]} {(string?)e["cluster"]?["name"]}").Distinct().Order(StringComparer.Ordinal);
}

using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>One entry of the policies that is a separate channel for each owner.</summary>
public sealed class ChannelByTagTests : IAsyncLifetime
{
    private readonly NotifyRig rig = new();
    private readonly Dictionary<string, WebhookReceiver> receivers = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var secret in (string[])["hook-ml", "hook-data-science", "hook-ops", "all"])
            rig.Secrets[secret] = (receivers[secret] = await WebhookReceiver.StartAsync()).Address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers.Values)
            await receiver.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData("ml", "ml")]
    [InlineData(" Data Science ", "data-science")]
    [InlineData("data_science", "data-science")]
    [InlineData("Anna.Berg@example.com", "anna-berg-example-com")]
    [InlineData("../../api-key", "api-key")]
    [InlineData("--", null)]
    [InlineData("", null)]
    [InlineData("Åkeri", null)]
    [InlineData("ml\n", null)]
    public void A_tag_says_an_owner_as_a_part_of_a_secrets_name(string value, string? word) =>
        Assert.Equal(word, OwnerTag.WordOf(value));

    [Fact]
    public void A_name_that_is_too_long_or_two_tags_that_disagree_say_no_owner()
    {
        var owners = new OwnerTag("team", "hook-", "", null);

        Assert.Null(owners.OwnerOf(new Dictionary<string, string> { ["team"] = new('a', 123) }));
        Assert.Null(owners.OwnerOf(new Dictionary<string, string> { ["team"] = "a", ["Team"] = "b" }));
        Assert.Equal("a", owners.OwnerOf(new Dictionary<string, string> { ["team"] = "a", ["Team"] = "A" }));
    }

    [Fact]
    public async Task Each_owner_hears_of_the_own_clusters_and_the_fallback_of_the_rest()
    {
        var bench = On("'fallback': 'hook-ops'");
        var broken = new ApiFailure(FailureKind.Rejected, "it will not stop");
        Cluster[] clusters = [Of("a", "ml"), Of("b", "Data Science"), Of("c", "nobody"), Bench.Running("dev-d")];
        bench.Lists(clusters);
        foreach (var cluster in clusters)
        {
            bench.AnswersStop(cluster.Id, cluster.Id == "dev-a" ? broken : null);
            bench.Hopsworks.Setup(h => h.GetClusterAsync(cluster.Id, It.IsAny<CancellationToken>()))
                .ReturnsAsync(new ApiResult<Cluster>(cluster, null));
        }
        await RunsAsync(bench, 8);
        // A channel that was told of a failure is also told of its end, although the cluster has another owner by then.
        bench.Lists(Bench.Stopped("dev-a") with { Tags = new Dictionary<string, string> { ["team"] = "data-science" } });
        await RunsAsync(bench, 2);

        Assert.Equal(["stopFailed dev-a", "stopFailed dev-a over"], Told("hook-ml"));
        Assert.Equal(["stop dev-b"], Told("hook-data-science"));
        Assert.Equal(
            ["config  Channel generic:hook-nobody is not receiving messages: hook-nobody'; its messages go to 'hook-ops' instead.",
                "stop dev-c", "stop dev-d"],
            Told("hook-ops"));
        Assert.Equal(["stop dev-b", "stop dev-c", "stop dev-d"], Told("all"));
    }

    [Fact]
    public async Task Without_a_fallback_nobody_hears_of_clusters_without_an_owner()
    {
        var bench = On("").Lists(Bench.Dev1, Of("a", "ml")).AnswersStop("dev-1").AnswersStop("dev-a");

        await RunsAsync(bench, 1);

        Assert.Equal(["stop dev-a"], Told("hook-ml"));
        Assert.Empty(receivers["hook-ops"].All);
    }

    [Fact]
    public async Task A_tag_cannot_name_a_secret_of_the_app_itself()
    {
        var bench = On("'fallback': 'hook-ops'", "link").Lists(Of("a", "key")).AnswersStop("dev-a");

        await RunsAsync(bench, 1);

        Assert.Equal(["stop dev-a"], Told("hook-ops"));
        var state = (await bench.Accounts.LoadAsync(TestContext.Current.CancellationToken)).Channels["generic:link-key"];
        Assert.Equal("secret 'link-key' is one of the app's own, not the address of a channel; its messages go to 'hook-ops' instead",
            state.Problem);
    }

    private static Cluster Of(string letter, string team) =>
        Bench.Running($"dev-{letter}") with { Tags = new Dictionary<string, string> { ["Team"] = team } };

    private Bench On(string more, string prefix = "hook") => new()
    {
        Policies = new(PolicyText.Valid(
            $"{{ 'notify': [ {{ 'type': 'generic', 'urlSecret': '{prefix}-{{team}}', 'byTag': 'team', "
                + $"'on': ['stop', 'stopFailed', 'config']{(more.Length > 0 ? ", " : "")}{more} }}, "
                + "{ 'type': 'generic', 'urlSecret': 'all', 'on': ['stop'] } ], " + Bench.Office.Trim()[1..]), null),
        Courier = rig.Courier,
        Accounts = new DocumentAccountStore(new DyingStore(), "test", NullLogger<DocumentAccountStore>.Instance),
    };

    private static async Task RunsAsync(Bench bench, int count)
    {
        for (var run = 0; run < count; run++)
        {
            await bench.RunAsync(new($"r{bench.Time.GetUtcNow().Ticks}", "test"));
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }

    private IEnumerable<string> Told(string secret) => receivers[secret].All.SelectMany(r => r.Json["data"]!["events"]!.AsArray())
        .Select(e => $"{e!["event"]} {(string?)e["cluster"]?["name"]}{((bool)e["over"]! ? " over" : "")}"
            + $"{((string)e["event"]! == "config" ? $" {e["message"]}" : "")}")
        .Distinct().Order(StringComparer.Ordinal);
}

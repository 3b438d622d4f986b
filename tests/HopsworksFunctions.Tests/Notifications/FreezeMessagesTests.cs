using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Who is told of a freeze, and how often: every channel, when it begins, each day and when it is over.</summary>
public sealed class FreezeMessagesTests : IAsyncLifetime
{
    private static readonly Requester Anna = new("anna", "HTTP", "request-1") { MayUnfreeze = true };

    private readonly NotifyRig rig = new();
    private WebhookReceiver receiver = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await WebhookReceiver.StartAsync();
        rig.Secrets["hook"] = receiver.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await rig.DisposeAsync();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEnumerable<string> Told => receiver.All.SelectMany(r => r.Json["data"]!["events"]!.AsArray())
        .Select(e => $"{e!["event"]}{((bool)e["over"]! ? " over" : "")}: {e["message"]}");

    [Fact]
    public async Task Every_channel_hears_when_it_begins_each_day_when_it_changes_and_when_it_is_over()
    {
        // The channel has subscribed to something else.
        var policies = $"{{ 'notify': [ {{ 'type': 'generic', 'urlSecret': 'hook', 'on': ['key'] }} ], {Bench.Office.Trim()[1..]}";
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid(policies), null),
            Courier = rig.Courier,
            Accounts = new DocumentAccountStore(new DyingStore(), "test", NullLogger<DocumentAccountStore>.Instance),
        }.Lists(Bench.Stopped("dev-1"));
        await bench.Freezes.SetAsync(new(null, null, "month-end"), Anna, false, Stop);
        await RunForAsync(bench, Duration.FromHours(49));
        await bench.Freezes.SetAsync(new(null, FreezeWords.Parse("1h"), "longer"), Anna, false, Stop);
        await RunForAsync(bench, Duration.FromHours(2));

        const string Lasts =
            "freeze: anna froze this account until someone unfreezes it (\"month-end\"). The app starts and stops nothing.";
        Assert.Equal(
            [
                Lasts, Lasts, Lasts,
                "freeze: anna froze this account until Wed 22:00 (UTC) (\"longer\"). The app starts and stops nothing.",
                "freeze over: The freeze of this account ended Wed 22:00 (UTC).",
            ],
            Told);
    }

    private static async Task RunForAsync(Bench bench, Duration length)
    {
        for (var run = 0; run < (int)(length.TotalMinutes / 5); run++)
        {
            await bench.RunAsync(new($"r{bench.Time.GetUtcNow().Ticks}", "test"));
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }
}

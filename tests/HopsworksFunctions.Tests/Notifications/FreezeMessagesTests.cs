using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Tests.Reconciliation;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Messages about a freeze: every channel gets one when it begins, one each day, and one when it ends.</summary>
public sealed class FreezeMessagesTests : ReceivedMessages
{
    private static readonly Requester Anna = new("anna", "HTTP", "request-1") { MayUnfreeze = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_channel_hears_when_it_begins_each_day_when_it_changes_and_when_it_is_over()
    {
        // The channel subscribes to another event only.
        var policies = $"{{ 'notify': [ {{ 'type': 'generic', 'urlSecret': 'hook', 'on': ['key'] }} ], {Bench.Office.Trim()[1..]}";
        var bench = On(policies).Lists(Bench.Stopped("dev-1"));
        await bench.Freezes.SetAsync(new(null, null, "month-end"), Anna, false, Stop);
        await RunsAsync(bench, 49 * 12);
        await bench.Freezes.SetAsync(new(null, FreezeWords.Parse("1h"), "longer"), Anna, false, Stop);
        await RunsAsync(bench, 2 * 12);

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
}

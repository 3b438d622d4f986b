using HopsworksFunctions.Core.State;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Tests of one channel, reached by the real dispatcher over a socket. The secret <c>hook</c> has its address.</summary>
public abstract class ReceivedMessages : IAsyncLifetime
{
    private readonly NotifyRig rig = new();
    private readonly DyingStore documents = new();

    private protected NotifyRig Rig => rig;

    private protected WebhookReceiver Receiver { get; private set; } = null!;

    private protected DyingStore Documents => documents;

    public async ValueTask InitializeAsync()
    {
        Receiver = await WebhookReceiver.StartAsync();
        rig.Secrets["hook"] = Receiver.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        await rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The events that a generic channel has received, one line each.</summary>
    private protected IEnumerable<string> Told => Receiver.All.SelectMany(r => r.Json["data"]!["events"]!.AsArray())
        .Select(e => $"{e!["event"]}{((bool)e["over"]! ? " over" : "")}{((bool)e["dryRun"]! ? " dry" : "")}: {e["message"]}");

    private protected Bench On(string policies) => new()
    {
        Policies = new(PolicyText.Valid(policies), null),
        Courier = rig.Courier,
        Accounts = new DocumentAccountStore(documents, "test", NullLogger<DocumentAccountStore>.Instance),
    };

    /// <summary>Makes runs five minutes apart, and leaves the clock at the time of the next.</summary>
    private protected static async Task RunsAsync(Bench bench, int count)
    {
        for (var run = 0; run < count; run++)
        {
            await bench.RunAsync(new($"r{bench.Time.GetUtcNow().Ticks}", "test"));
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }
}

using HopsworksFunctions.Core;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Notifications.Channels;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>The courier from the real container, with sockets to receivers and a clock that stands still.</summary>
internal sealed class NotifyRig : IAsyncDisposable
{
    public static readonly Instant Evening = Instant.FromUtc(2026, 6, 1, 18, 45);
    private static readonly ServiceProvider Formats = new ServiceCollection().AddChannelFormats().BuildServiceProvider();
    private readonly ServiceProvider services;

    public NotifyRig(string environment = "Development", FakeTimeProvider? time = null)
    {
        Time = time ?? new(Evening.ToDateTimeOffset());
        Secrets["link-key"] = "links-kEyMaRkEr-0123456789-0123456789";
        var settings = new Dictionary<string, string?>
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = environment, ["Links:BaseUrl"] = "https://app.example/api",
            ["Links:SigningKeySecretName"] = "link-key", ["State:Directory"] = "unused",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ISecretSource>(Secrets)
            .AddState(configuration)
            .AddLinks(configuration)
            .AddNotifications(configuration)
            .AddChannelFormats()
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }
    public SecretShelf Secrets { get; } = new();
    public MemoryAccountStore State { get; } = new("test");
    public INotificationDispatcher Courier => services.GetRequiredService<INotificationDispatcher>();
    public ChannelSender Sender => services.GetRequiredService<ChannelSender>();
    public IReadOnlyList<string> Logs => [.. services.GetFakeLogCollector().GetSnapshot().Select(l => l.ToString())];

    public static NotificationChannel Channel(ChannelType type, string secret = "hook", string? signing = null) =>
        new(type, secret, signing, Enum.GetValues<EventKind>().ToHashSet());

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public Task DeliverAsync(params NotificationChannel[] channels) =>
        Courier.DeliverAsync("test", State, channels, Now, TestContext.Current.CancellationToken);

    public static MessageEvent Stopped(
        string cluster, string text = "Stopping: outside schedule 'office' since Mon 19:00 (Europe/Stockholm).") =>
        new($"stop:{cluster}", EventKind.Stop, Evening, text) { ClusterId = cluster, ClusterName = cluster, Rule = "dev" };

    public static MessageEvent Warned(string cluster) =>
        new($"warn:{cluster}", EventKind.Warn, Evening, "stops Mon 19:00 (UTC): its window in schedule 'office' ends.")
        {
            ClusterId = cluster, ClusterName = cluster, StopAt = Evening + Duration.FromMinutes(15),
        };

    /// <summary>Puts a message for these channels into the outbox.</summary>
    public Task PutAsync(string id, IEnumerable<MessageEvent> events, params NotificationChannel[] channels) =>
        State.SaveAsync(new Message(id, Now, [.. events], [.. channels.Select(c => c.Key)]), TestContext.Current.CancellationToken);

    /// <summary>Returns the bodies that a channel of this type would get.</summary>
    public static IReadOnlyList<Payload> Compose(ChannelType type, IReadOnlyList<MessageEvent> events, Uri? link = null) =>
        Compose(type,
            new Outgoing(
            "test", new("m1", Evening, events, []), [.. events.Select(e => new OutgoingEvent(e, e.Kind == EventKind.Warn ? link : null))]));

    public static IReadOnlyList<Payload> Compose(ChannelType type, Outgoing outgoing) =>
        Formats.GetServices<IChannelFormat>().Single(f => f.Type == type).Compose(outgoing);

    public async ValueTask DisposeAsync() => await services.DisposeAsync();
}

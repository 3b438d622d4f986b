using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HopsworksFunctions.Core.Notifications;

public static class NotificationServices
{
    private const string HttpName = "channel";

    /// <summary>
    /// Adds <see cref="INotificationDispatcher"/>, <see cref="AnnouncementPublisher"/> and <see cref="ChannelTest"/>. They need a
    /// registered <see cref="ISecretSource"/> for addresses, and an <see cref="IChannelFormat"/> for each kind of channel.
    /// </summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(HttpName, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("HopsworksFunctions");
            })
            .ConfigurePrimaryHttpMessageHandler(CreateTransport)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // The factory's loggers would log addresses, which are secrets.
            .RemoveAllLoggers();
        services.AddSingleton(provider => new ChannelSender(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpName),
            provider.GetRequiredService<ISecretSource>(),
            provider.GetServices<IChannelFormat>(),
            provider.GetServices<OwnSecrets>(),
            LocalSecrets.IsDevelopment(configuration),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INotificationDispatcher, NotificationDispatcher>();
        services.AddSingleton<AnnouncementPublisher>();
        services.AddSingleton(provider =>
            new ChannelTest(provider.GetRequiredService<ChannelSender>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static SocketsHttpHandler CreateTransport() => new()
    {
        // A redirect would send the message to an address that nobody configured.
        AllowAutoRedirect = false,
        // Traces would contain the whole address, which is a secret.
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}

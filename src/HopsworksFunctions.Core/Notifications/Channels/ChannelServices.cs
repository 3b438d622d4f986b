using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Notifications.Channels;

public static class ChannelServices
{
    /// <summary>Adds an <see cref="IChannelFormat"/> for each kind of channel.</summary>
    public static IServiceCollection AddChannelFormats(this IServiceCollection services) => services
        .AddSingleton<IChannelFormat, SlackFormat>()
        .AddSingleton<IChannelFormat, TeamsFormat>()
        .AddSingleton<IChannelFormat, CloudEventFormat>();
}

using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Notifications.Channels;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Everything that a policy file may name is registered: each channel type has its format, and each idle probe exists.</summary>
public sealed class ImplementedWordsTests
{
    [Fact]
    public void Every_type_of_channel_has_one_format()
    {
        using var services = new ServiceCollection().AddChannelFormats().BuildServiceProvider();

        Assert.Equal(Enum.GetValues<ChannelType>(), services.GetServices<IChannelFormat>().Select(format => format.Type).Order());
    }

    [Fact]
    public void Every_idle_probe_is_there_once()
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(Mock.Of<ISecretSource>())
            .AddIdleProbes(new ConfigurationBuilder().Build()).BuildServiceProvider();

        Assert.Equal(Enum.GetValues<IdleProbe>(), services.GetServices<IIdleProbe>().Select(probe => probe.Probe).Order());
    }
}

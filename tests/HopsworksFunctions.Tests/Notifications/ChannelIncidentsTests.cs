using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>What health reports about channels.</summary>
public sealed class ChannelIncidentsTests
{
    private static readonly NotificationChannel Slack = NotifyRig.Channel(ChannelType.Slack);

    private static async Task<MemoryAccountStore> AfterAsync(int failures)
    {
        var state = new MemoryAccountStore("test");
        var channel = ChannelState.Working(Slack.Key);
        for (var i = 0; i < failures; i++)
            channel = channel.Failed("it has an error (HTTP 500)", false, null, NotifyRig.Evening);
        await state.SaveAsync(channel, TestContext.Current.CancellationToken);
        return state;
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(2, "Channel slack:hook rejected a message; next attempt 2026-06-01 18:53:00Z: it has an error (HTTP 500)", null)]
    [InlineData(3, null, "Channel slack:hook is not receiving messages: it has an error (HTTP 500).")]
    public async Task Some_failures_may_pass_and_more_want_a_person(int failures, string? retried, string? failing)
    {
        var state = await AfterAsync(failures);
        Assert.Equal((retried, failing),
            (ChannelIncidents.Retried(state, [Slack]).SingleOrDefault(), ChannelIncidents.Failing(state, [Slack]).SingleOrDefault()));
    }

    [Fact]
    public async Task A_channel_that_the_policies_name_no_longer_fails_nobody() =>
        Assert.Empty(ChannelIncidents.Failing(await AfterAsync(9), []));
}

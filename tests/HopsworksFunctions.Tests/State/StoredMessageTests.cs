using System.Text.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Tests.State;

public sealed class StoredMessageTests
{
    private readonly CountingStore store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<AccountState> LoadAsync() =>
        new DocumentAccountStore(store, "a", NullLogger<DocumentAccountStore>.Instance).LoadAsync(Stop);

    [Fact]
    public async Task Messages_and_channels_are_kept_until_they_are_removed()
    {
        var happened = new MessageEvent("warn:c1", EventKind.Warn, FullRecord.Now, "text")
        {
            Over = true, DryRun = true, ClusterId = "c1", ClusterName = "dev", Rule = "r", Channel = "slack:hook", Since = FullRecord.Now,
            StopAt = FullRecord.Now,
        };
        var announced = new Announcement("digest", "Last week", ["saved"], JsonDocument.Parse("""{"saved":120}""").RootElement);
        var channel = new ChannelState("slack:hook", 3, true, "gone", FullRecord.Now, 2);
        var state = await LoadAsync();
        await state.SaveAsync(new Message("m1", FullRecord.Now, [happened], ["slack:hook"]) { Left = 7 }, Stop);
        await state.SaveAsync(new Message("m2", FullRecord.Now, [], []) { Announcement = announced }, Stop);
        await state.SaveAsync(channel, Stop);

        state = await LoadAsync();
        Assert.Empty(state.Damaged);
        Assert.Equal(
            (happened, "slack:hook", 7), (state.Messages["m1"].Events[0], state.Messages["m1"].Waiting[0], state.Messages["m1"].Left));
        Assert.Equal(("digest", "saved", 120),
            (state.Messages["m2"].Announcement!.Type, state.Messages["m2"].Announcement!.Lines[0],
            state.Messages["m2"].Announcement!.Data!.Value.GetProperty("saved").GetInt32()));
        Assert.Equal(channel, state.Channels["slack:hook"]);
        await state.RemoveMessageAsync("m1", Stop);
        await state.RemoveMessageAsync("m2", Stop);
        await state.RemoveChannelAsync("slack:hook", Stop);
        state = await LoadAsync();
        Assert.Equal((0, 0), (state.Messages.Count, state.Channels.Count));
    }
}

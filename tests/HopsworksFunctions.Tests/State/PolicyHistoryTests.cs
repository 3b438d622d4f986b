using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The history of the policies in force, over weeks.</summary>
public sealed class PolicyHistoryTests
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 6, 1, 0, 0);

    private readonly MemoryDocumentStore documents = new();
    private readonly PolicyHistory history;

    public PolicyHistoryTests() => history = new(documents, Duration.FromDays(90));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_dies_and_repeats_itself_changes_nothing()
    {
        await history.AppendAsync([new(At(10), "a"), new(At(30), null), new(At(60), "b")], Stop);
        await history.AppendAsync([new(At(30), null), new(At(65), "b")], Stop);

        Assert.Equal([new(At(10), "a"), new(At(30), null), new(At(60), "b")], await history.ReadAsync(At(0), At(100), Stop));
    }

    [Fact]
    public async Task Texts_are_kept_once_and_as_long_as_a_week_names_them()
    {
        for (var week = 0; week < 20; week++)
        {
            var version = $"v{week / 2}";
            await history.KeepTextAsync(version, $"text {week / 2}", Stop);
            await history.AppendAsync([new(At(0) + Duration.FromDays(7 * week), version)], Stop);
        }
        var now = At(0) + Duration.FromDays(7 * 19 + 3);

        await history.PruneAsync(now, Stop);

        Assert.Equal(14, (await history.ReadAsync(Monday, now, Stop)).Count);
        Assert.Equal((null, "text 3", "text 9"), (
            await history.TextAsync("v2", Stop), await history.TextAsync("v3", Stop), await history.TextAsync("v9", Stop)));
    }

    [Fact]
    public async Task A_week_that_cannot_be_read_is_set_aside_and_written_anew()
    {
        await history.AppendAsync([new(At(0), "a")], Stop);
        var stored = Assert.Single((await documents.FindAsync("in-force", "2026-06-01", Stop)).Documents);
        await documents.WriteAsync("in-force", "2026-06-01", "{}", stored.Version, Stop);

        await history.AppendAsync([new(At(5), "b")], Stop);

        Assert.Equal([new(At(5), "b")], await history.ReadAsync(At(0), At(10), Stop));
    }

    private static Instant At(int minute) => Monday + Duration.FromMinutes(minute);
}

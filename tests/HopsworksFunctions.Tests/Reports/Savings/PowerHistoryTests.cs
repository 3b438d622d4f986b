using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Savings;

/// <summary>Savings of June 1 to 8, including time down that began earlier.</summary>
public sealed class PowerHistoryTests
{
    private static readonly NodeList One = Nodes(Cloud.Aws, "eu-north-1", null, new NodeGroup("head", "m5.2xlarge", 1, 512));

    private static async Task<IEnumerable<string>> StretchesAsync(MemoryAccountStore state, params AuditEntry[] entries)
    {
        var log = new MemoryAuditLog();
        foreach (var entry in entries)
            await log.AppendAsync(entry, TestContext.Current.CancellationToken);
        var (from, to) = (At("2026-06-01 00:00"), At("2026-06-08 00:00"));
        var found = await PowerHistory.ReadAsync(new(log, null), state, from, to, TestContext.Current.CancellationToken);
        return DownTime.Of(found.Entries, to).Select(s => s.Within(from, to)).OfType<DownTime>()
            .Select(s => $"{s.ClusterId} {(s.To - s.From).TotalHours:0.##}").Order();
    }

    [Fact]
    public async Task What_went_down_long_before_counts_from_the_first_day_on()
    {
        var state = new MemoryAccountStore("test");
        await state.SaveAsync(new ClusterRecord { ClusterId = "still", Name = "still", Power = PowerState.Down, StoppedFor = Reason.Idle },
            TestContext.Current.CancellationToken);

        var stretches = await StretchesAsync(
            state,
            Down("still", "2026-03-01 12:00", One),
            Down("long", "2026-04-01 12:00", One), Start("long", "2026-04-02 12:00", AuditStep.Failed),
            Up("long", "2026-06-02 00:10", "2026-06-02 00:00"),
            Down("asked", "2026-04-01 12:00", One), Start("asked", "2026-04-02 12:00", AuditStep.Accepted),
            Up("asked", "2026-06-02 00:10", "2026-06-02 00:00", Cause.Manual),
            DownByHand("theirs", "2026-04-01 12:00"), Up("theirs", "2026-06-02 00:10", "2026-06-02 00:00"),
            Down("weekend", "2026-05-29 17:00", One), Up("weekend", "2026-06-01 06:10", "2026-06-01 06:00"));

        Assert.Equal(["long 24", "still 168", "weekend 6"], stretches);
    }

    [Theory]
    [InlineData(PowerState.Up, "woke 168")]
    [InlineData(PowerState.Down, "woke 168")]
    [InlineData(null)]
    public async Task What_started_only_after_the_range_was_down_in_all_of_it(PowerState? now, params string[] expected)
    {
        var state = new MemoryAccountStore("test");
        if (now is not null)
        {
            await state.SaveAsync(
                new ClusterRecord
                {
                    ClusterId = "woke", Name = "woke", FirstSeen = At("2026-01-01 00:00"), Power = now, PowerSince = At("2026-06-20 07:00"),
                },
                TestContext.Current.CancellationToken);
        }

        var stretches = await StretchesAsync(
            state, Down("woke", "2026-04-01 12:00", One), Up("woke", "2026-06-20 07:05", "2026-06-20 07:00"));

        Assert.Equal(expected, stretches);
    }

    [Fact]
    public async Task Days_join_without_gap_or_repetition()
    {
        var entries = Enumerable.Range(1, 7)
            .SelectMany(d => new[] { Down("a", $"2026-06-0{d} 00:00", One), Up("a", $"2026-06-0{d} 23:59", $"2026-06-0{d} 20:00") });

        Assert.Equal(Enumerable.Repeat("a 20", 7), await StretchesAsync(new("test"), [.. entries]));
    }
}

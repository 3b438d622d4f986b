using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

public sealed class OutboxTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 18, 45);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_warning_that_a_run_told_before_it_died_is_restored_as_it_was(bool isOfThisVersion)
    {
        var stop = TestContext.Current.CancellationToken;
        var store = new MemoryAccountStore("a");
        var warning = new StopWarning(Now, Now + Duration.FromMinutes(15)) { Of = Reason.MaxUptime, WhileTried = true };
        await store.SaveAsync(new ClusterRecord { ClusterId = "c", Name = "c", Power = PowerState.Up }, stop);
        await store.SaveAsync(new Message("m", Now, [new("e", EventKind.Warn, Now, "will be stopped")
        {
            ClusterId = "c", StopAt = warning.StopAt, PlannedFor = warning.For, Warning = isOfThisVersion ? warning : null,
        }], []), stop);

        await new Outbox(store, "r", Now + Duration.FromMinutes(5), null).RecoverAsync(stop);

        Assert.Equal(isOfThisVersion ? warning : new(warning.For, warning.StopAt), store.Records["c"].Warning);
    }
}

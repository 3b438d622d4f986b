using HopsworksFunctions.Scale;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class ScaleTests
{
    [Fact]
    public async Task One_account_goes_on_where_a_killed_instance_stopped()
    {
        await using var rig = await ScaleRig.StartAsync(new(Accounts: 1, Instances: 1) { Faults = 0 });

        var first = await rig.TickAsync(cancellationToken: TestContext.Current.CancellationToken);
        await rig.ReplaceAsync(0);
        var second = await rig.TickAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(first.Problems);
        Assert.Empty(second.Problems);
        Assert.Empty(rig.Unfinished);
        Assert.InRange(first.HopsworksCalls, 4, 40);
        Assert.InRange(first.StorageCalls, 4, 200);
        Assert.All(second.Instances, instance => Assert.InRange(instance.PeakMegabytes, 20, 2000));
    }

    [Fact]
    public async Task Of_twelve_accounts_on_two_instances_none_is_lost_or_doubled_although_an_instance_is_killed()
    {
        await using var rig = await ScaleRig.StartAsync(new(Accounts: 12, Instances: 2));

        var first = await rig.TickAsync(cancellationToken: TestContext.Current.CancellationToken);
        var killed = await rig.TickAsync(
            TimeSpan.FromSeconds(15), () => rig.ReplaceAsync(1), TestContext.Current.CancellationToken);
        await rig.EndLeasesAsync(TestContext.Current.CancellationToken);
        var after = await rig.TickAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(first.Problems);
        Assert.Empty(killed.Doubled);
        Assert.Empty(after.Problems);
    }
}

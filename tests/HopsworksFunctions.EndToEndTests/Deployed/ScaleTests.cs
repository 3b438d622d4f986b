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
}

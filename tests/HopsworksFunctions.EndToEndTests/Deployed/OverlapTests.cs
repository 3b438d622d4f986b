using System.Net;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class OverlapTests(SharedAzurite azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_run_leaves_the_account_to_the_first(bool fromAnotherProcess)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Hopsworks.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(1)) with { Operation = Operation.Stop });
        var first = await deployment.StartAsync();
        var second = fromAnotherProcess ? await deployment.StartAsync() : first;

        var run = first.ReconcileAsync();
        await Eventually.IsTrueAsync(() => deployment.Actions.Contains("Stop dev-anna"), () => "the first run is at its stops");
        var refused = await second.ReconcileAsync();
        await deployment.PassAsync(run);

        Assert.Equal((HttpStatusCode.Conflict, "skipped"), (refused.Status, refused.Outcome));
        Assert.Matches("^HTTP run [-0-9a-f]+ has had the account since 20..-..-.. ..:..:..Z; this run left it alone$", refused.Error);
        Assert.Equal("ok", (await run).Outcome);
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        await second.ReconcileWellAsync();
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }
}

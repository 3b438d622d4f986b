using System.Net;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Freezes of the worker's own functions, with the state on Azure Tables.</summary>
public sealed class FreezeTests(SharedAzurite azurite)
{
    [Fact]
    public async Task A_frozen_account_is_left_as_it_is_until_it_is_unfrozen()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();

        var frozen = await app.SendAsync(HttpMethod.Put, "freeze", body: """{"reason":"month-end","by":"anna"}""");
        var run = await app.ReconcileWellAsync();
        var stop = await app.SendAsync(HttpMethod.Post, "clusters/dev-anna/stop");
        var health = await app.GetAsync("health");

        Assert.Equal((HttpStatusCode.OK, true), (frozen.Status, (bool)frozen.Json["changed"]!));
        Assert.Equal("frozen", run.Reason("dev-anna"));
        Assert.Equal(
            (HttpStatusCode.Conflict, "urn:hopsworks-functions:problem:frozen"), (stop.Status, (string?)stop.Json["type"]));
        Assert.Equal("degraded", (string?)health.Json["status"]);
        Assert.Empty(deployment.Actions);

        var again = await deployment.StartAsync();
        await again.SendAsOwnerAsync(HttpMethod.Delete, "freeze");
        await again.ReconcileWellAsync();

        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }
}

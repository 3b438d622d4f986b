using System.Net;
using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Who may do what with the worker's own functions, with the owner's key in a Key Vault.</summary>
public sealed class AccessTests(SharedAzurite azurite)
{
    [Fact]
    public async Task The_key_in_the_vault_is_the_owners_also_after_it_was_replaced()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();

        var frozen = await app.SendAsync(HttpMethod.Put, "freeze", body: """{"until":"8h","by":"anna"}""");
        var refused = await app.SendAsync(HttpMethod.Delete, "freeze");
        var unfrozen = await app.SendAsOwnerAsync(HttpMethod.Delete, "freeze");
        deployment.Azure.Vault.Set("hopsworks-functions-owner-key", RunningApp.Keys.Function + "-that-is-now-the-owners");
        var stale = await app.SendAsOwnerAsync(HttpMethod.Post, "reconcile?allowStops=1");
        var again = await deployment.StartAsync();
        var replaced = await again.SendAsOwnerAsync(HttpMethod.Post, "reconcile?allowStops=1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (frozen.Status, refused.Status));
        Assert.Equal((HttpStatusCode.OK, true), (unfrozen.Status, (bool)unfrozen.Json["changed"]!));
        // The app accepts the old key until it reads its cached copy again.
        Assert.Equal(HttpStatusCode.OK, stale.Status);
        Assert.Equal(HttpStatusCode.Forbidden, replaced.Status);
    }

    [Fact]
    public async Task Where_people_sign_in_their_roles_decide_and_no_key_makes_an_owner()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        // The template adds this setting together with sign-in.
        deployment.Settings["OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"] = "00000000-0000-0000-0000-000000000001";
        var app = await deployment.StartAsync();

        var nobody = await app.SendAsOwnerAsync(HttpMethod.Get, "clusters");
        var reader = await app.SendAsOwnerAsync(
            HttpMethod.Put, "freeze", """{"until":"8h"}""", AppServiceHeaders.Person("rita@example.com", ["reader"]));
        var owner = await app.SendAsOwnerAsync(
            HttpMethod.Put, "freeze", """{"until":"8h"}""", AppServiceHeaders.Person("ove@example.com", ["owner"]));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (nobody.Status, reader.Status));
        Assert.Equal("ove@example.com", (string?)owner.Json["freeze"]!["by"]);
    }
}

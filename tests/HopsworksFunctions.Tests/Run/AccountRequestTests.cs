using System.Net;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Run;

/// <summary>Requests to an app with three accounts, two of which have the same key.</summary>
public sealed class AccountRequestTests
{
    private const string SameKey = "Accounts__initech__ApiKeySecretName is 'globex-key', which Accounts__globex__ApiKeySecretName is too: "
        + "two accounts with one key would act on the same clusters. Give each its own.";

    [Fact]
    public async Task Each_account_answers_for_itself_and_a_mistake_stops_only_those_that_it_is_about()
    {
        await using var app = await ServedApp.StartAsync(
            null, ("Accounts__acme__ApiKeySecretName", "acme-key"), ("Accounts__globex__ApiKeySecretName", "globex-key"),
            ("Accounts__initech__ApiKeySecretName", "globex-key"));
        string[] names = ["acme", "globex", "initech"];

        Assert.Equal("acme", (string?)(await AskAsync(HttpMethod.Get, "clusters?account=acme", HttpStatusCode.OK))["account"]);
        var unknown = await AskAsync(HttpMethod.Get, "clusters?account=other", HttpStatusCode.NotFound);
        Assert.Equal("There is no account 'other'. It is one of acme, globex, initech.", (string?)unknown["detail"]);
        foreach (var function in (string[])["clusters", "runs", "savings", "freeze"])
        {
            var refused = await AskAsync(HttpMethod.Get, $"{function}?account=initech", HttpStatusCode.ServiceUnavailable);
            Assert.Equal(SameKey, (string?)refused["detail"]);
            Assert.Equal("account", (string?)(await AskAsync(HttpMethod.Get, function, HttpStatusCode.BadRequest))["field"]);
            Assert.Equal("urn:hopsworks-functions:problem:unknown-account",
                (string?)(await AskAsync(HttpMethod.Get, $"{function}?account=Acme", HttpStatusCode.NotFound))["type"]);
        }

        await AskAsync(HttpMethod.Post, "reconcile?account=acme", HttpStatusCode.OK);
        await AskAsync(HttpMethod.Post, "reconcile?account=acme", HttpStatusCode.OK);
        var page = await AskAsync(HttpMethod.Get, "runs?account=acme&limit=1", HttpStatusCode.OK);
        Assert.Single((await AskAsync(HttpMethod.Get, (string)page["next"]!, HttpStatusCode.OK))["runs"]!.AsArray());

        var all = (await AskAsync(HttpMethod.Get, "accounts", HttpStatusCode.OK))["accounts"]!.AsArray();
        Assert.Equal(names, all.Select(account => (string?)account!["name"]));
        Assert.Equal([true, false, false], all.Select(account => account!["problem"] is null));
        var health = await AskAsync(HttpMethod.Get, "health", HttpStatusCode.ServiceUnavailable);
        Assert.Null(health["account"]);
        Assert.Contains(SameKey, Finding(health, "settings"), StringComparison.Ordinal);
        Assert.Equal("3 accounts, 2 of them without a run yet", Finding(health, "accounts"));
        Assert.Equal("acme", (string?)(await AskAsync(HttpMethod.Get, "health?account=acme", HttpStatusCode.OK))["account"]);

        async Task<JsonNode> AskAsync(HttpMethod method, string path, HttpStatusCode expected)
        {
            var (status, json) = await app.SendAsync(method, path);
            Assert.True(status == expected, $"{method} {path}: {status} {json.ToJsonString()}");
            return json;
        }
    }

    // An app's own services have no account, and "default" is what an app with a single account is called.
    [Fact]
    public async Task A_mistake_of_an_account_that_is_named_default_stops_no_other()
    {
        await using var app = await ServedApp.StartAsync(
            null, ("Accounts__acme__ApiKeySecretName", "acme-key"), ("Accounts__default__BaseUrl", "https://api.hopsworks.ai"));

        var accounts = await app.SendAsync(HttpMethod.Get, "accounts");
        var run = await app.SendAsync(HttpMethod.Post, "reconcile?account=acme");
        var refused = await app.SendAsync(HttpMethod.Get, "clusters?account=default");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (accounts.Status, run.Status));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.StartsWith("Accounts__default__ApiKeySecretName is missing", (string?)refused.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_set_up_wrongly_is_told_where_all_accounts_are_listed()
    {
        const string Problem = "Set either State__Directory, or State__TableServiceUri and State__BlobServiceUri, not both.";
        await using var app = await ServedApp.StartAsync(
            null, ("Accounts__acme__ApiKeySecretName", "acme-key"), ("State__TableServiceUri", "https://x.table.core.windows.net"));

        var health = await app.SendAsync(HttpMethod.Get, "health");
        var accounts = await app.SendAsync(HttpMethod.Get, "accounts");

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (health.Status, accounts.Status));
        Assert.Equal(Problem, Finding(health.Json, "settings"));
        Assert.Equal(Problem, (string?)accounts.Json["detail"]);
    }

    [Fact]
    public async Task The_one_account_of_an_app_may_be_named_and_no_other()
    {
        await using var app = await ServedApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "clusters?account=emulated")).Status);
        var (status, problem) = await app.SendAsync(HttpMethod.Get, "clusters?account=other");
        Assert.Equal((HttpStatusCode.NotFound, "There is no account 'other'. The only one is emulated."),
            (status, (string?)problem["detail"]));
        var only = (await app.SendAsync(HttpMethod.Get, "accounts")).Json["accounts"]!.AsArray();
        Assert.Equal("emulated", (string?)Assert.Single(only)!["name"]);
    }

    private static string Finding(JsonNode health, string name) =>
        (string)health["checks"]!.AsArray().Single(check => (string?)check!["name"] == name)!["message"]!;
}

using System.Net;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Run;
using static HopsworksFunctions.Testing.AppServiceHeaders;

namespace HopsworksFunctions.Tests.Run;

/// <summary>The app's own rules about who may do what.</summary>
public sealed class AccessRequestTests
{
    private const string Hold = """{ "state": "up", "until": "2h" }""";
    private const string Eight = """{ "until": "8h", "reason": "month-end" }""";
    private const string Forbidden = "urn:hopsworks-functions:problem:forbidden";

    [Fact]
    public async Task The_function_key_is_an_operators_and_believes_no_header()
    {
        await using var app = await ServedApp.StartAsync();
        var keys = HostKeys.Load(new Workspace(app.Folder).KeyFile)!;
        app.Client.DefaultRequestHeaders.Remove("x-functions-key");
        var function = ("x-functions-key", keys.Function);
        (string, string)[] forged = [function, .. Person("eve@example.com", ["owner"])];

        var frozen = await app.SendAsync(HttpMethod.Put, "freeze", """{ "until": "8h", "reason": "month-end", "by": "anna" }""", forged);
        var access = (await app.SendAsync(HttpMethod.Get, "clusters", null, forged)).Json["access"]!;
        (HttpMethod, string, string?)[] owners =
        [
            (HttpMethod.Delete, "freeze", null), (HttpMethod.Put, "freeze", """{ "until": "2m" }"""),
            (HttpMethod.Post, "reconcile?allowStops=3", null), (HttpMethod.Post, "state/restore?dryRun=true", null),
        ];
        foreach (var (method, path, body) in owners)
        {
            var (status, problem) = await app.SendAsync(method, path, body, forged);
            Assert.Equal((HttpStatusCode.Forbidden, Forbidden), (status, (string?)problem["type"]));
        }
        var kept = (await app.SendAsync(HttpMethod.Get, "freeze", null, function)).Json["freezes"]!.AsArray();
        var owner = ("x-functions-key", keys.Master);
        var mayAll = (await app.SendAsync(HttpMethod.Get, "clusters", null, owner)).Json["access"]!;
        var unfrozen = await app.SendAsync(HttpMethod.Delete, "freeze", null, owner);
        var held = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold", Hold, forged)).Json;

        Assert.Equal((HttpStatusCode.OK, "anna"), (frozen.Status, (string?)frozen.Json["freeze"]!["by"]));
        Assert.Equal(("operator", null, "run,freeze"), Access(access));
        Assert.Equal("anna", (string?)Assert.Single(kept)!["by"]);
        Assert.Equal(("owner", null, "run,allowStops,freeze,unfreeze"), Access(mayAll));
        Assert.True((bool)unfrozen.Json["changed"]!);
        Assert.Equal("function key", (string?)held["hold"]!["by"]);
    }

    [Fact]
    public async Task Without_an_owners_key_nobody_unfreezes_and_the_answer_says_why()
    {
        await using var app = await ServedApp.StartAsync(null, ("Secrets__hopsworks-functions-owner-key", "short"));

        var (status, problem) = await app.SendAsync(HttpMethod.Delete, "freeze");
        var health = (await app.SendAsync(HttpMethod.Get, "health")).Json;

        Assert.Equal(HttpStatusCode.Forbidden, status);
        const string Why = "secret 'hopsworks-functions-owner-key' is too short for a key: store at least 24 random characters";
        Assert.Equal($"This needs the owner's key, and there is none: {Why}", (string?)problem["detail"]);
        Assert.Contains(health["checks"]!.AsArray(), check => (string?)check!["message"]
            == $"nobody can unfreeze, allow stops or restore the state: {Why}");
    }

    [Fact]
    public async Task Those_who_sign_in_may_do_what_their_role_in_Entra_ID_says()
    {
        await using var app = await ServedApp.StartAsync(null, ("WEBSITE_AUTH_ENABLED", "True"));
        var reader = Person("rita@example.com", ["reader"]);
        var @operator = Person("olle@example.com", ["Operator", "reader"], "team-a", "risk");
        var named = Person("olle@example.com", ["operator"], "nobody");
        var owner = Person("ove@example.com", ["owner"]);
        const HttpStatusCode No = HttpStatusCode.Forbidden, Yes = HttpStatusCode.OK;
        (string What, (string, string)[] Who, HttpMethod Method, string Path, string? Body, HttpStatusCode Status)[] rows =
        [
            ("without a header", [], HttpMethod.Get, "clusters", null, No),
            ("with a name alone", [("X-MS-CLIENT-PRINCIPAL-NAME", "ove@example.com")], HttpMethod.Get, "clusters", null, No),
            ("not Base64", [("X-MS-CLIENT-PRINCIPAL", "{}")], HttpMethod.Get, "clusters", null, No),
            ("not JSON", [("X-MS-CLIENT-PRINCIPAL", "aGVq")], HttpMethod.Get, "clusters", null, No),
            ("without claims", [("X-MS-CLIENT-PRINCIPAL", "e30=")], HttpMethod.Get, "clusters", null, No),
            ("without a role", Person("nils@example.com", []), HttpMethod.Get, "clusters", null, No),
            ("with a number for a role", Person("nils@example.com", ["2"]), HttpMethod.Get, "clusters", null, No),
            ("health needs no role", [], HttpMethod.Get, "health", null, Yes),
            ("a reader looks", reader, HttpMethod.Get, "clusters/dev-anna/hold", null, Yes),
            ("a reader plans", reader, HttpMethod.Post, "reconcile?dryRun=true", null, Yes),
            ("a reader runs", reader, HttpMethod.Post, "reconcile", null, No),
            ("a reader holds", reader, HttpMethod.Put, "clusters/dev-anna/hold", Hold, No),
            ("a reader would hold", reader, HttpMethod.Put, "clusters/dev-anna/hold?dryRun=true", Hold, No),
            ("an operator holds what their group owns", @operator, HttpMethod.Put, "clusters/dev-anna/hold", Hold, Yes),
            ("an operator releases it", @operator, HttpMethod.Delete, "clusters/dev-anna/hold", null, Yes),
            ("an operator of no group", named, HttpMethod.Put, "clusters/dev-anna/hold", Hold, No),
            ("an operator of no group stops", named, HttpMethod.Post, "clusters/dev-anna/stop?dryRun=true", null, No),
            ("an operator of no group releases", named, HttpMethod.Delete, "clusters/dev-anna/hold", null, No),
            ("an operator runs", @operator, HttpMethod.Post, "reconcile", null, Yes),
            ("an operator freezes", @operator, HttpMethod.Put, "freeze", Eight, No),
            ("an operator forgets", @operator, HttpMethod.Delete, "history?cluster=dev-anna", null, No),
            ("an owner freezes", owner, HttpMethod.Put, "freeze", Eight, Yes),
            ("an operator unfreezes", @operator, HttpMethod.Delete, "freeze", null, No),
            ("an owner unfreezes", owner, HttpMethod.Delete, "freeze", null, Yes),
            ("an operator allows stops", @operator, HttpMethod.Post, "reconcile?allowStops=1", null, No),
            ("an owner allows stops", owner, HttpMethod.Post, "reconcile?allowStops=1", null, Yes),
            ("an owner holds anyone's", owner, HttpMethod.Put, "clusters/dev-anna/hold", Hold, Yes),
        ];

        foreach (var (what, who, method, path, body, status) in rows)
        {
            var (answered, json) = await app.SendAsync(method, path, body, who);
            Assert.Equal((what, status), (what, answered));
            if (status == No)
                Assert.Equal(Forbidden, (string?)json["type"]);
        }
        var hold = (await app.SendAsync(HttpMethod.Get, "clusters/dev-anna/hold", null, reader)).Json["hold"]!;
        var unknown = (await app.SendAsync(HttpMethod.Get, "runs", null, Person("nils@example.com", ["admin"]))).Json;
        var shown = (await app.SendAsync(HttpMethod.Get, "clusters", null, @operator)).Json;

        Assert.Equal("ove@example.com", (string?)hold["by"]);
        Assert.Equal("nils@example.com has no role in this app ('admin' is none of them). An administrator of Entra ID can assign reader, "
            + "operator or owner.", (string?)unknown["detail"]);
        Assert.Equal(("operator", "olle@example.com", "run"), Access(shown["access"]!));
        Assert.All(shown["clusters"]!.AsArray(), cluster => Assert.Equal(
            (string?)cluster!["owner"] switch
            {
                "risk" => null,
                { } other => $"{cluster["name"]} belongs to {other}, which is neither you nor a group of yours.",
                null => $"{cluster["name"]} has no tag 'owner' or 'team', so only an owner of the app may act on it.",
            },
            (string?)cluster["locked"]));
    }

    private static (string?, string?, string) Access(JsonNode access) => (
        (string?)access["role"], (string?)access["name"], string.Join(',', access["may"]!.AsArray().Select(may => (string?)may)));
}

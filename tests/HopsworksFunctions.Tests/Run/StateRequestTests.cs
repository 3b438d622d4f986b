using System.Net;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Run;
using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>state/snapshots</c> and <c>state/restore</c>, served by the app itself.</summary>
public sealed class StateRequestTests
{
    [Fact]
    public async Task A_lost_state_is_offered_for_a_restore_that_only_an_owner_can_make()
    {
        await using var app = await ServedApp.StartAsync();
        var master = ("x-functions-key", HostKeys.Load(new Workspace(app.Folder).KeyFile)!.Master);

        var none = (await app.SendAsync(HttpMethod.Get, "state/snapshots")).Json;
        await app.SendAsync(HttpMethod.Post, "reconcile");
        var hold = (await app.SendAsync(HttpMethod.Put, "clusters/dev-anna/hold", """{ "state": "up", "until": "2h" }""")).Json["hold"]!;
        var stored = (await app.SendAsync(HttpMethod.Get, "state/snapshots")).Json;
        app.Client.DefaultRequestHeaders.Remove("x-functions-key");
        var (notLost, refusal) = await app.SendAsync(HttpMethod.Post, "state/restore", null, master);
        Lose(app);
        var (found, run) = await app.SendAsync(HttpMethod.Post, "reconcile", null, master);
        var offered = (await app.SendAsync(HttpMethod.Get, "state/snapshots", null, master)).Json;
        var health = (await app.SendAsync(HttpMethod.Get, "health", null, master)).Json;
        var (_, missing) = await app.SendAsync(HttpMethod.Post, "state/restore?snapshot=2020-01-01", null, master);
        var would = (await app.SendAsync(HttpMethod.Post, "state/restore?dryRun=true", null, master)).Json;
        var (done, restored) = await app.SendAsync(HttpMethod.Post, "state/restore", """{ "by": "anna" }""", master);
        var (wrong, day) = await app.SendAsync(HttpMethod.Post, "state/restore?snapshot=noon", null, master);
        var kept = (await app.SendAsync(HttpMethod.Post, "state/restore?snapshot=none", null, master)).Json;

        Assert.Empty(none["snapshots"]!.AsArray());
        Assert.Single(stored["snapshots"]!.AsArray());
        Assert.Equal((HttpStatusCode.Conflict, "urn:hopsworks-functions:problem:state-not-empty"), (notLost, (string?)refusal["type"]));
        Assert.Equal(HttpStatusCode.OK, found);
        Assert.All(run["clusters"]!.AsArray(), cluster => Assert.Equal("none", (string?)cluster!["action"]));
        Assert.NotNull(hold);
        Assert.Equal((string?)stored["snapshots"]![0]!["day"], (string?)offered["lost"]!["snapshot"]);
        Assert.Equal("degraded", (string?)health["status"]);
        Assert.Equal("urn:hopsworks-functions:problem:unknown-snapshot", (string?)missing["type"]);
        Assert.Equal((true, true), ((bool)would["changed"]!, (bool)would["dryRun"]!));
        Assert.Equal((HttpStatusCode.OK, (int)would["records"]!), (done, (int)restored["records"]!));
        Assert.Equal((HttpStatusCode.BadRequest, "snapshot"), (wrong, (string?)day["field"]));
        Assert.False((bool)kept["changed"]!);
    }

    private static void Lose(ServedApp app)
    {
        var file = Directory.EnumerateFiles(app.Folder, "state.db", SearchOption.AllDirectories).Single();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM document; DELETE FROM audit";
        command.ExecuteNonQuery();
    }
}

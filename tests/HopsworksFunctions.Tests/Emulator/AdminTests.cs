using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class AdminTests
{
    [Fact]
    public async Task Faults_come_and_go()
    {
        await using var emulated = await Emulated.StartAsync();

        await DoAsync(emulated, "POST /_emulator/faults", """{"kind":"gateway","operation":"list","status":429,"times":1,"retryAfter":"00:00:30"}""");
        await DoAsync(emulated, "POST /_emulator/faults", """{"kind":"envelope","operation":"addWorkers","cluster":"c1"}""");

        Assert.Equal(
            [
                Fault.Gateway(429) with { Operation = Operation.List, Times = 1, RetryAfter = TimeSpan.FromSeconds(30) },
                Fault.Envelope(400, "bad request") with { Operation = Operation.AddWorkers, Cluster = "c1" },
            ],
            emulated.Server.Faults.All);
        Assert.Equal(2, (await emulated.SendAsync("GET /_emulator/faults")).Body.AsArray().Count);

        await DoAsync(emulated, "DELETE /_emulator/faults");
        Assert.Empty(emulated.Server.Faults.All);
    }

    [Fact]
    public async Task Clusters_are_added_and_set_as_named()
    {
        await using var emulated = await Emulated.StartAsync();

        await DoAsync(emulated, "POST /_emulator/clusters", """{"id":"c2","name":"train-1","state":"stopped","tags":[{"name":"env","value":"train"}]}""");
        await DoAsync(emulated, "PATCH /_emulator/clusters/c1", """{"state":"updating","backupPipelineInProgress":true,"upgradeInProgress":true,"activity":"busy"}""");

        var added = emulated.Server.ControlPlane.Get("c2")!;
        Assert.Equal(("startable", "3.9.0", "AZURE"), (added.ActivationState, added.Version, added.Provider));
        var set = emulated.Server.ControlPlane.Get("c1")!;
        Assert.Equal(("updating", "stoppable", true), (set.State, set.ActivationState, set.BackupPipelineInProgress));
        Assert.NotNull(set.UpgradeInProgress);
        Assert.Equal(404, (await emulated.SendRawAsync("PATCH /_emulator/clusters/c3", "{}")).Status);
    }

    [Fact]
    public async Task Calls_can_be_read_and_forgotten()
    {
        await using var emulated = await Emulated.StartAsync();
        await emulated.SendRawAsync("PUT /api/clusters/c1/stop");

        var call = Assert.Single((await emulated.SendAsync("GET /_emulator/calls")).Body.AsArray())!;
        Assert.Equal(
            """{"at":"2026-06-01T12:00:00+00:00","operation":"stop","cluster":"c1","outcome":"200","done":true}""",
            call.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        await DoAsync(emulated, "DELETE /_emulator/calls");
        Assert.Empty(emulated.Server.Calls.All);
    }

    [Fact]
    public async Task Keys_are_rotated_without_a_key()
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.Client.DefaultRequestHeaders.Clear();

        await DoAsync(emulated, "PUT /_emulator/keys", """["a","b"]""");
        await DoAsync(emulated, "PUT /_emulator/cluster-keys", """["c"]""");

        Assert.Equal(["a", "b"], emulated.Server.ApiKeys.Accepted);
        Assert.Equal(["c"], emulated.Server.ClusterApiKeys.Accepted);
    }

    [Theory]
    [InlineData("""{"kind":"gateway","oops":1}""")]
    [InlineData("""{"kind":"meteor"}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Nonsense_is_refused(string json)
    {
        await using var emulated = await Emulated.StartAsync();

        Assert.Equal(400, (await emulated.SendRawAsync("POST /_emulator/faults", json)).Status);
    }

    private static async Task DoAsync(Emulated emulated, string call, string? json = null) =>
        Assert.Equal((204, ""), await emulated.SendRawAsync(call, json));
}

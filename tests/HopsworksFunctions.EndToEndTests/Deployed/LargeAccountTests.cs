using System.Globalization;
using System.Net;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.EndToEndTests.Crashes;
using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>The app in a process with a hard heap limit, above which .NET ends the process.</summary>
public sealed class LargeAccountTests
{
    private const string ApiKey = "kEyMaRkEr-of-a-large-account";
    private const int Clusters = 5_000;
    private const int Entries = 1_000_000;
    private const int Runs = 2_000;

    [Fact]
    public async Task Five_thousand_clusters_and_a_year_of_audit_fit_into_a_heap_of_384_MB()
    {
        using var state = new StateFolder();
        await using var hopsworks = await EmulatorServer.StartAsync(
            new() { ApiKeys = [ApiKey], Clusters = Fleet(Clusters) }, TestContext.Current.CancellationToken);
        await using var app = await StartAsync(state, hopsworks, 384);
        var process = app.Host.ChildProcessId;
        await app.ReconcileWellAsync();
        Fill(state);

        await app.ReconcileWellAsync();
        string[] paths = ["clusters", "actions?limit=1000", $"savings?from={Ago(30)}", $"timeline?from={Ago(7)}", "runs", "health"];
        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.OK), (path, (await app.GetAsync(path)).Status));
        await app.ReconcileWellAsync();

        Assert.Equal(process, app.Host.ChildProcessId);
        Console.WriteLine($"Heap limit of 384 MB: {Clusters} clusters, {Entries} entries of audit, 3 runs and 6 answers.");
    }

    [Fact]
    public async Task Two_thousand_runs_leave_nothing_behind_in_a_heap_of_64_MB()
    {
        using var state = new StateFolder();
        await using var hopsworks = await EmulatorServer.StartAsync(
            new() { ApiKeys = [ApiKey], Clusters = Fleet(20) }, TestContext.Current.CancellationToken);
        await using var app = await StartAsync(state, hopsworks, 64);
        var process = app.Host.ChildProcessId;

        for (var run = 0; run < Runs; run++)
            await app.InvokeTimerAsync();

        await app.ReconcileWellAsync();
        Assert.Equal(process, app.Host.ChildProcessId);
        Console.WriteLine($"Heap limit of 64 MB: {Runs} runs.");
    }

    private static string Ago(int days) =>
        TimeProvider.System.GetUtcNow().AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static EmulatedCluster[] Fleet(int clusters) => [.. Enumerable.Range(0, clusters).Select(i => new EmulatedCluster
    {
        Id = $"cluster-{i:0000}", Name = $"dev-{i:0000}", Azure = new(), CreatedOn = TimeProvider.System.GetUtcNow().AddDays(-90),
        StartedOn = TimeProvider.System.GetUtcNow().AddDays(-3), Tags = [new("team", $"team-{i % 40}")],
    })];

    /// <summary>Adds one stop for every half minute of the last year.</summary>
    private static void Fill(StateFolder state)
    {
        const string Entry =
            """{"at":"%s","runId":"r%d","trigger":"timer","kind":"stop","message":"stopping","clusterId":"cluster-%04d","step":"accepted"}""";
        var (now, step) = (TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(31));
        var at = $"strftime('%Y-%m-%dT%H:%M:%SZ', {now.ToUnixTimeSeconds()} - i * {step.TotalSeconds}, 'unixepoch')";
        using var connection = new SqliteConnection($"Data Source={Path.Combine(state.Path, StateFolder.Account, "state.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Entries - 1})
            INSERT INTO audit (key, schema, kind, cluster, json) SELECT
                printf('%019d-%016xcafecafe', {DateTimeOffset.MaxValue.UtcTicks - now.UtcTicks} + i * {step.Ticks}, i),
                (SELECT max(schema) FROM document), 'stop', printf('cluster-%04d', i % {Clusters}),
                printf('{Entry}', {at}, i, i % {Clusters})
            FROM n
            """;
        command.ExecuteNonQuery();
    }

    private static async Task<RunningApp> StartAsync(StateFolder state, EmulatorServer hopsworks, int megabytes)
    {
        await File.WriteAllTextAsync(state.PolicyFile, """
            { "schedules": { "always": { "up": ["daily 00:00-24:00"] } }, "rules": [{ "name": "dev", "match": {}, "schedule": "always" }] }
            """);
        var log = new AppLog();
        return new(await state.StartAppAsync(hopsworks, ApiKey, log, ("DOTNET_GCHeapHardLimit", $"0x{megabytes * 1024 * 1024:x}")), log);
    }
}

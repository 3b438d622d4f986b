using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Tests.Hopsworks;

public sealed class EndpointTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_all_clusters()
    {
        await using var rig = await HopsworksRig.StartAsync(
            [HopsworksRig.Dev, HopsworksRig.Dev with { Id = "c2", Name = "dev-2", State = "stopped" }]);
        var clusters = (await rig.Client.ListClustersAsync(None)).Value!;
        Assert.Equal([("c1", ClusterState.Running, ActivationState.Stoppable), ("c2", ClusterState.Stopped, ActivationState.Startable)],
            clusters.Select(cluster => (cluster.Id, cluster.State, cluster.ActivationState)));
    }

    [Fact]
    public async Task Reads_what_a_cluster_is_made_of()
    {
        await using var rig = await HopsworksRig.StartAsync([HopsworksRig.Dev with
        {
            CreatedOn = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Tags = [new("env", "dev")],
            Workers = [new("Standard_D8_v3", 512, 2, new(100, true))],
            RonDB = new() { Mgmd = new("Standard_D2s_v4", 30, 1), Ndbd = new("Standard_D4s_v4", 512, 2),
                Mysqld = new("Standard_D2s_v4", 128, 1) },
            Autoscale = new(new("Standard_D8_v3", MinWorkers: 1)),
            BackupPipelineInProgress = true,
            UpgradeInProgress = new("3.8.0", "3.9.0"),
        }]);
        var cluster = (await rig.Client.GetClusterAsync("c1", None)).Value!;
        Assert.Equal((Cloud.Azure, "northeurope"), (cluster.Cloud, cluster.Region));
        Assert.Equal(new("https://c1.cloud.hopsworks.ai"), ClusterAddress.Of(cluster.Url));
        Assert.Equal(Instant.FromUtc(2026, 1, 2, 3, 4, 5), cluster.CreatedOn);
        Assert.Null(cluster.StartedOn);
        Assert.Equal("dev", cluster.Tags["env"]);
        Assert.Equal(new Nodes("head", "Standard_D8_v3", 512, 1), cluster.Head);
        Assert.Equal([new WorkerGroup("Standard_D8_v3", 512, 2, new(100, true))], cluster.Workers);
        Assert.Equal([new("mgmd", "Standard_D2s_v4", 30, 1), new("ndbd", "Standard_D4s_v4", 512, 2), new Nodes("mysqld", "Standard_D2s_v4",
            128, 1)], cluster.RonDB);
        Assert.Equal(new("Standard_D8_v3", 512, 1, 10, 0.5, Duration.FromMinutes(5)), cluster.Autoscale);
        Assert.True(cluster is { BackupPipelineInProgress: true, UpgradeInProgress: true });
    }

    [Fact]
    public async Task Stops_a_cluster_once()
    {
        await using var rig = await HopsworksRig.StartAsync();
        Assert.True((await rig.Client.StopAsync("c1", None)).Succeeded);
        Assert.True(Assert.Single(rig.Emulator.Calls.Of(Operation.Stop, "c1")).Done);
    }

    [Fact]
    public async Task Starts_a_cluster_once()
    {
        await using var rig = await HopsworksRig.StartAsync([HopsworksRig.Dev with { State = "stopped" }]);
        Assert.True((await rig.Client.StartAsync("c1", None)).Succeeded);
        Assert.True(Assert.Single(rig.Emulator.Calls.Of(Operation.Start, "c1")).Done);
    }

    [Fact]
    public async Task Adds_workers()
    {
        await using var rig = await HopsworksRig.StartAsync();
        Assert.True((await rig.Client.AddWorkersAsync("c1", [new("Standard_D8_v3", 256, 3, new(80, false))], None)).Succeeded);
        Assert.True(Assert.Single(rig.Emulator.Calls.Of(Operation.AddWorkers)).Done);
    }

    [Fact]
    public async Task Makes_lists_and_deletes_backups()
    {
        await using var rig = await HopsworksRig.StartAsync(
            [HopsworksRig.Dev, HopsworksRig.Dev with { Id = "c2" }, HopsworksRig.Dev with { Id = "c3", BackupRetentionPeriod = 0 }],
            timings: new() { BackupLag = TimeSpan.Zero, Backup = TimeSpan.Zero });
        var id = (await rig.Client.CreateBackupAsync("c1", "one", None)).Value!;
        await rig.Client.CreateBackupAsync("c2", "two", None);

        Assert.Equal([new Backup(id, "one", "c1", BackupState.Succeeded, "succeed", "backup completed")],
            (await rig.Client.ListBackupsAsync("c1", None)).Value!);
        Assert.Equal(["one", "two"], (await rig.Client.ListBackupsAsync(null, None)).Value!.Select(backup => backup.Name).Order());
        Assert.Equal([14, 14, 0], (await rig.Client.ListClustersAsync(None)).Value!.Select(cluster => cluster.BackupRetention));
        Assert.Equal(FailureKind.Rejected, (await rig.Client.CreateBackupAsync("c3", "three", None)).Failure?.Kind);
        Assert.True((await rig.Client.DeleteBackupAsync(id, None)).Succeeded);
        Assert.Equal(FailureKind.NotFound, (await rig.Client.DeleteBackupAsync("none", None)).Failure?.Kind);
    }

    [Fact]
    public async Task Lists_the_machine_types_of_a_cloud()
    {
        await using var rig = await HopsworksRig.StartAsync();
        var types = (await rig.Client.ListSupportedTypesAsync(Cloud.Azure, "northeurope", None)).Value!;
        Assert.Contains(types, type => type is { Id: "Standard_D8_v3", Role: "head", Cpus: 8, Memory: 32 });
        Assert.Equal(FailureKind.Rejected, (await rig.Client.ListSupportedTypesAsync(Cloud.Unknown, null, None)).Failure?.Kind);
    }

    [Fact]
    public async Task Sends_the_headers_of_the_APIs_own_client_also_without_a_body()
    {
        await using var rig = await HopsworksRig.StartAsync();
        await rig.Client.ListClustersAsync(None);
        await rig.Client.StopAsync("c1", None);
        Assert.All(rig.Sent, sent =>
        {
            Assert.Equal(HopsworksRig.Key, sent.Headers["x-api-key"]);
            Assert.Equal("v1", sent.Headers["hopsai-api-version"]);
            Assert.Equal("application/json", sent.Headers["Content-Type"]);
            Assert.Matches(@"^HopsworksFunctions/\d+\.\d+\.\d+$", sent.Headers["User-Agent"]);
        });
    }

    [Fact]
    public async Task Reads_ten_thousand_clusters()
    {
        await using var rig = await HopsworksRig.StartAsync(
            [.. Enumerable.Range(0, 10_000).Select(i => HopsworksRig.Dev with { Id = $"c{i}" })]);
        Assert.Equal(10_000, (await rig.Client.ListClustersAsync(None)).Value!.Count);
    }

    [Theory]
    [InlineData("c1/../c2")]
    [InlineData("a/b")]
    [InlineData("a%20b")]
    [InlineData("c1?x#y")]
    [InlineData("50% \\ & ü+;=")]
    public async Task Quotes_an_id_so_that_each_call_reaches_that_cluster_alone(string id)
    {
        await using var rig = await HopsworksRig.StartAsync([HopsworksRig.Dev, HopsworksRig.Dev with { Id = id, Name = "odd" }]);

        Assert.Equal("odd", (await rig.Client.GetClusterAsync(id, None)).Value!.Name);
        Assert.True((await rig.Client.StopAsync(id, None)).Succeeded);

        Assert.All(rig.Emulator.Calls.All, call => Assert.Equal(id, call.Cluster));
        Assert.Equal(2, rig.Emulator.Calls.All.Count);
    }

    [Fact]
    public async Task A_listing_carries_the_time_of_the_answer_by_the_server_s_clock()
    {
        await using var rig = await HopsworksRig.StartAsync();

        var date = (await rig.Client.ListClustersAsync(None)).Date!.Value;

        Assert.InRange(Math.Abs((date - Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow())).TotalMinutes), 0, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".")]
    public async Task Sends_nothing_for_an_id_that_leads_elsewhere(string id)
    {
        await using var rig = await HopsworksRig.StartAsync();
        Assert.Equal(FailureKind.NotFound, (await rig.Client.StopAsync(id, None)).Failure?.Kind);
        Assert.Equal(FailureKind.NotFound, (await rig.Client.GetClusterAsync(id, None)).Failure?.Kind);
        Assert.Empty(rig.Emulator.Calls.All);
    }
}

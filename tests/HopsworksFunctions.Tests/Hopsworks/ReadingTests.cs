using System.Net;
using System.Text;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Hopsworks;

public sealed class ReadingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 18, 0);

    [Theory]
    [InlineData("1605374387", "2020-11-14T17:19:47Z")]
    [InlineData("1605374387069", "2020-11-14T17:19:47.069Z")]
    [InlineData("\"1605374387\"", "2020-11-14T17:19:47Z")]
    [InlineData("1605374387.9", "2020-11-14T17:19:47Z")]
    [InlineData("100", "1970-01-01T00:01:40Z")]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("null", null)]
    [InlineData("true", null)]
    [InlineData("{}", null)]
    [InlineData("99999999999", null)]
    [InlineData("1e300", null)]
    [InlineData("1795543200", "2026-11-24T18:00:00Z")]
    [InlineData("1795543201", null)]
    public void Tells_seconds_from_milliseconds_and_nonsense_from_dates(string value, string? expected) =>
        Assert.Equal(expected is null ? null : InstantPattern.ExtendedIso.Parse(expected).Value, Read($$"""{"id":"c","startedOn":{{value}}}""").StartedOn);

    [Theory]
    [InlineData("\"running\"", ClusterState.Running, "running")]
    [InlineData("\"rondb-initializing\"", ClusterState.RonDBInitializing, "rondb-initializing")]
    [InlineData("\"externally-stopped\"", ClusterState.ExternallyStopped, "externally-stopped")]
    [InlineData("\"hibernating\"", ClusterState.Unknown, "hibernating")]
    [InlineData("\"Running\"", ClusterState.Unknown, "Running")]
    [InlineData("\"\"", ClusterState.Unknown, "")]
    [InlineData("7", ClusterState.Unknown, "7")]
    [InlineData("[1]", ClusterState.Unknown, "")]
    [InlineData("null", ClusterState.Unknown, "")]
    public void Keeps_the_word_of_a_state_that_it_does_not_know(string value, ClusterState expected, string text)
    {
        var cluster = Read($$"""{"id":"c","state":{{value}}}""");
        Assert.Equal((expected, text), (cluster.State, cluster.StateText));
    }

    [Fact]
    public void Knows_every_state_but_Unknown_by_a_word()
    {
        string[] words = ["pending", "starting", "initializing", "rondb-initializing", "starting-hopsworks", "secondary-initializing",
            "running", "updating",
            "decommissioning", "worker-pending", "worker-starting", "worker-initializing", "worker-decommissioning", "worker-shutting-down",
            "stopping",
            "stopped", "externally-stopped", "externally-shutting-down", "externally-terminated", "error", "command-failed", "worker-error",
            "secondary-error", "shutting-down", "termination-warning"];
        Assert.Equal(Enum.GetValues<ClusterState>().Except([ClusterState.Unknown]).Order(), words.Select(Words.State).Order());
    }

    [Fact]
    public void Needs_no_more_than_an_id()
    {
        var cluster = Read("""{"id":"c"}""");
        Assert.Equal(("c", "c", ClusterState.Unknown, Cloud.Unknown), (cluster.Id, cluster.Name, cluster.State, cluster.Cloud));
        Assert.True(cluster is
        {
            Head: null, Url: null, Autoscale: null, Region: null, BackupPipelineInProgress: false,
            UpgradeInProgress: false
        });
        Assert.Empty(cluster.Workers);
        Assert.Empty(cluster.RonDB);
        Assert.Empty(cluster.Tags);
    }

    [Fact]
    public void Ignores_members_that_it_does_not_know() =>
        Assert.Equal("c", Read("""{"future":{"id":[{}]},"id":"c","autoscale":{"gpu":{"minWorkers":1},"nonGpu":null}}""").Id);

    [Theory]
    [InlineData("null", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("true", true)]
    [InlineData("{\"from\":\"3.8.0\"}", true)]
    [InlineData("\"yes\"", true)]
    public void Takes_what_it_does_not_understand_for_work_in_progress(string value, bool expected)
    {
        var cluster = Read($$"""{"id":"c","upgradeInProgress":{{value}},"backupPipelineInProgress":{{value}}}""");
        Assert.Equal((expected, expected), (cluster.UpgradeInProgress, cluster.BackupPipelineInProgress));
    }

    [Theory]
    [InlineData("https://abc.cloud.hopsworks.ai/hopsworks/#!/", "https://abc.cloud.hopsworks.ai/")]
    [InlineData("https://u:p@abc.cloud.hopsworks.ai:8443/x", "https://abc.cloud.hopsworks.ai:8443/")]
    [InlineData("abc.cloud.hopsworks.ai", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("", null)]
    public void Keeps_scheme_and_authority_of_the_address(string url, string? expected) =>
        Assert.Equal(expected, ClusterAddress.Of(Read($$"""{"id":"c","url":"{{url}}"}""").Url)?.ToString());

    [Fact]
    public void Counts_an_all_in_one_RonDB_as_one_machine() => Assert.Equal(
        [new Nodes("ndbd", "m5.xlarge", 512, 1)],
        Read("""{"id":"c","ronDB":{"allInOne":true,"mgmd":{"instanceType":"","count":1},"ndbd":{"instanceType":"m5.xlarge","diskSize":512,"count":2},"mysqld":{"instanceType":"","count":1}}}""").RonDB);

    [Fact]
    public void Skips_nodes_without_a_type_or_a_count() => Assert.Equal(
        [new WorkerGroup("n2", 10, 1)],
        Read("""{"id":"c","clusterConfiguration":{"workers":[null,{"instanceType":"n1","count":0},{"count":2},{"instanceType":"n2","diskSize":"10","count":"1"}]}}""").Workers);

    [Fact]
    public void Loses_no_cluster_to_one_that_cannot_be_read()
    {
        var list = Parse("""{"code":"200","payload":{"clusters":[{"id":"a","state":"running"},{"id":"b","name":"odd","state":"running","clusterConfiguration":"?"},7,{"id":"d","name":"\ud800"},{"id":"e"}]}}""");
        Assert.Equal([("a", "running"), ("b", "unreadable"), ("d", "unreadable"), ("e", "")],
            list.Clusters.Select(cluster => (cluster.Id, cluster.StateText)));
        Assert.Equal(1, list.WithoutId);
    }

    private static Cluster Read(string json) => Parse($$"""{"code":200,"payload":{"clusters":[{{json}}] } }""").Clusters.Single();

    private static Listing Parse(string json) =>
        new ApiResponse("GET /api/clusters", HttpStatusCode.OK, Encoding.UTF8.GetBytes(json))
            .Read((ref body) => Listing.ReadPayload(ref body, Listing.None, Now)).Value!;
}

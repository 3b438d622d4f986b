using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class ApiShapeTests
{
    [Fact]
    public async Task A_listing_is_an_envelope_with_clusters()
    {
        await using var emulated = await Emulated.StartAsync();

        var (status, body) = await emulated.SendAsync("GET /api/clusters");

        Assert.Equal(200, status);
        Assert.Equal(["apiVersion", "status", "code", "payload"], Members(body));
        Assert.Equal("c1", (string?)body["payload"]!["clusters"]![0]!["id"]);
    }

    [Fact]
    public async Task A_cluster_has_the_members_of_the_API_and_no_other()
    {
        await using var emulated = await Emulated.StartAsync(options => options with
        {
            Clusters = [Emulated.C1 with { RonDB = new(), Autoscale = new(new("x")), UpgradeInProgress = new("1", "2"),
                ErrorMessage = "e" }],
        });

        var cluster = (await emulated.SendAsync("GET /api/clusters/c1")).Body["payload"]!["cluster"]!;

        Assert.Equal(
            ["id", "name", "state", "activationState", "initializationStage", "createdOn", "startedOn", "version", "url", "provider",
                "errorMessage", "tags",
                "sshKeyName", "clusterConfiguration", "publicIPAttached", "letsEncryptIssued", "managedUsers", "backupRetentionPeriod",
                "azure", "ports", "ronDB",
                "autoscale", "initScript", "runInitScriptFirst", "os", "upgradeInProgress", "deactivateLogReport", "collectLogs",
                "backupPipelineInProgress"],
            Members(cluster));
        Assert.Equal(["instanceType", "diskSize", "count", "privateIps"], Members(cluster["clusterConfiguration"]!["workers"]![0]!));
        Assert.Equal(["allInOne", "configuration", "mgmd", "ndbd", "mysqld", "api"], Members(cluster["ronDB"]!));
        Assert.Equal(
            ["instanceType", "diskSize", "minWorkers", "maxWorkers", "standbyWorkers", "downscaleWaitTime"],
            Members(cluster["autoscale"]!["nonGpu"]!));
    }

    [Theory]
    [InlineData(false, 1780228800)]
    [InlineData(true, 1780228800000)]
    public async Task Dates_are_numbers(bool milliseconds, long startedOn)
    {
        await using var emulated = await Emulated.StartAsync(options => options with { DatesInMilliseconds = milliseconds });
        emulated.Server.ControlPlane.Set("c1", cluster => cluster with { CreatedOn = default });

        var cluster = (await emulated.SendAsync("GET /api/clusters/c1")).Body["payload"]!["cluster"]!;

        Assert.Equal((0, startedOn), ((long)cluster["createdOn"]!, (long)cluster["startedOn"]!));
    }

    [Theory]
    [InlineData("PUT /api/clusters/c1/stop", null)]
    [InlineData("POST /api/clusters/c1/workers", """{"workers":[{"instanceType":"Standard_D8_v3","diskSize":512,"count":1}]}""")]
    [InlineData("DELETE /api/clusters/c1/workers", """{"workers":[{"instanceType":"Standard_D8_v3","diskSize":512,"count":1}]}""")]
    [InlineData("POST /api/clusters/c1/ports", """{"ports":{"featureStore":true,"onlineFeatureStore":false,"kafka":false,"ssh":false}}""")]
    [InlineData("POST /api/clusters/c1/autoscale", """{"autoscale":{"nonGpu":{"instanceType":"Standard_D8_v3"}}}""")]
    [InlineData("DELETE /api/clusters/c1/autoscale", null)]
    [InlineData("POST /api/clusters/c1/upgrade", """{"version":"3.9.0"}""")]
    [InlineData("DELETE /api/clusters/c1", null)]
    public async Task Actions_answer_without_payload(string call, string? json)
    {
        await using var emulated = await Emulated.StartAsync();

        var (status, body) = await emulated.SendAsync(call, json);

        Assert.Equal((200, """{"apiVersion":"v1","status":"ok","code":200}"""), (status, body.ToJsonString()));
    }

    [Theory]
    [InlineData("PUT /api/clusters/c1/start", null, 400, "cluster is not in startable state, current activation state is stoppable")]
    [InlineData("PUT /api/clusters/c2/stop", null, 404, "cluster not found")]
    [InlineData("GET /api/clusters/c2", null, 404, "cluster not found")]
    [InlineData("GET /api/backups/b2", null, 404, "backup not found")]
    [InlineData("PUT /api/clusters/c1/upgrade/rollback", null, 400, "there is no failed upgrade to roll back")]
    [InlineData("POST /api/clusters/c1/workers", "{}", 400, "invalid request body")]
    [InlineData("POST /api/clusters/c1/workers", "no json", 400, "invalid request body")]
    [InlineData("POST /api/clusters/c1/workers", """{"workers":[null]}""", 400, "invalid workers configuration")]
    public async Task Errors_are_envelopes_with_a_message_and_the_same_status(string call, string? json, int code, string message)
    {
        await using var emulated = await Emulated.StartAsync();

        var (status, body) = await emulated.SendAsync(call, json);

        Assert.Equal((code, code, message), (status, (int)body["code"]!, (string?)body["message"]));
        Assert.Null(body["payload"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Without_a_key_that_is_accepted_the_gateway_forbids(string? key)
    {
        await using var emulated = await Emulated.StartAsync();
        emulated.Client.DefaultRequestHeaders.Remove("x-api-key");
        if (key is not null)
            emulated.Client.DefaultRequestHeaders.Add("x-api-key", key);

        Assert.Equal((403, """{"message":"Forbidden"}"""), await emulated.SendRawAsync("GET /api/clusters"));
    }

    [Fact]
    public async Task A_key_can_be_rotated_while_running()
    {
        await using var emulated = await Emulated.StartAsync();

        emulated.Server.ApiKeys.Accept("new-key");

        Assert.Equal(403, (await emulated.SendRawAsync("GET /api/clusters")).Status);
        Assert.DoesNotContain("key", string.Join(' ', emulated.Server.Calls.All), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET /api/cluster")]
    [InlineData("PATCH /api/clusters")]
    [InlineData("POST /api/clusters/c1/stop")]
    [InlineData("GET /")]
    public async Task What_is_no_route_misses_an_authentication_token(string call)
    {
        await using var emulated = await Emulated.StartAsync();

        Assert.Equal((403, """{"message":"Missing Authentication Token"}"""), await emulated.SendRawAsync(call));
    }

    [Fact]
    public async Task A_listing_can_be_for_one_cloud()
    {
        await using var emulated = await Emulated.StartAsync(options => options with
        {
            Clusters = [Emulated.C1, Emulated.C1 with { Id = "c2", Provider = "AWS" }],
        });

        var clusters = (await emulated.SendAsync("GET /api/clusters?cloud=AWS")).Body["payload"]!["clusters"]!.AsArray();

        Assert.Equal("c2", (string?)Assert.Single(clusters)!["id"]);
    }

    [Fact]
    public async Task Supported_types_are_keyed_by_the_cloud_in_lower_case()
    {
        await using var emulated = await Emulated.StartAsync();

        var types = (await emulated.SendAsync(
            "GET /api/clusters/nodes/supported-types?cloud=AZURE&region=northeurope")).Body["payload"]!["azure"]!;

        Assert.Equal(["head", "worker", "ronDB"], Members(types));
        Assert.Equal(["id", "cpus", "memory", "withNVMe"], Members(types["head"]![0]!));
        Assert.Equal(400, (await emulated.SendAsync("GET /api/clusters/nodes/supported-types")).Status);
    }

    [Fact]
    public async Task Versions_are_listed_in_ascending_order_for_all_regions_and_the_first_is_no_upgrade()
    {
        await using var emulated = await Emulated.StartAsync();

        var versions = (await emulated.SendAsync("GET /api/clusters/hopsworks/versions/AZURE")).Body["payload"]!["versions"]!.AsArray();

        Assert.Equal(
            ["3.7.0 from N/A", "3.8.0 from 3.7.0", "3.9.0 from 3.8.0"],
            versions.Select(version => $"{version!["version"]} from {version["upgradableFromVersion"]}"));
        Assert.Equal([false, false, true], versions.Select(version => (bool)version!["default"]!));
        Assert.All(versions, version => Assert.Equal("""{"ubuntu":["ALL"],"centos":[]}""", version!["regions"]!.ToJsonString()));
    }

    internal static IEnumerable<string> Members(JsonNode node) => node.AsObject().Select(member => member.Key);
}

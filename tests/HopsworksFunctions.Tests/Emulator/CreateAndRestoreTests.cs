using HopsworksEmulator.ControlPlane;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class CreateAndRestoreTests
{
    private const string Azure = """
        {"cloudProvider":"AZURE","cluster":{"name":"new","version":"3.9.0","sshKeyName":"key",
         "clusterConfiguration":{"head":{"instanceType":"Standard_D8_v3","diskSize":512,"haEnabled":false},"workers":null},
         "issueLetsEncrypt":true,"attachPublicIP":false,"backupRetentionPeriod":7,"managedUsers":true,"tags":[{"name":"env","value":"dev"}],
         "ronDB":{"allInOne":true,"configuration":{"ndbdDefault":{"replicationFactor":1},"general":{"benchmark":{"grantUserPrivileges":false}}},
          "mgmd":{"instanceType":"","diskSize":30,"count":1},"ndbd":{"instanceType":"Standard_D4s_v4","diskSize":512,"count":1},
          "mysqld":{"instanceType":"","diskSize":128,"count":1,"arrowFlight":true},"api":{"instanceType":"","diskSize":0,"count":0}},
         "initScript":"","runInitScriptFirst":false,"os":"ubuntu","deactivateLogReport":false,"collectLogs":false,
         "location":"westeurope","managedIdentity":"mi","resourceGroup":"rg","blobContainerName":"hops","storageAccount":"sa","networkResourceGroup":"rg",
         "virtualNetworkName":"vn","subnetName":"default","securityGroupName":"sg","aksClusterName":"","acrRegistryName":"","searchDomain":"",
         "containerConfiguration":{"encryption":{"mode":"None"}}}}
        """;

    [Fact]
    public async Task A_cluster_is_created_from_its_flat_description()
    {
        await using var emulated = await Emulated.StartAsync();

        var (status, body) = await emulated.SendAsync("POST /api/clusters", Azure);

        Assert.Equal(200, status);
        var cluster = emulated.Server.ControlPlane.Get((string)body["payload"]!["id"]!)!;
        Assert.Equal(("new", "pending", false, true, 7),
            (cluster.Name, cluster.State, cluster.PublicIPAttached, cluster.LetsEncryptIssued, cluster.BackupRetentionPeriod));
        Assert.Equal(("westeurope", "rg", "None"),
            (cluster.Azure!.Location, cluster.Azure.ResourceGroup, cluster.Azure.ContainerConfiguration!.Encryption.Mode));
        Assert.Equal(
            (true, "Standard_D4s_v4", true), (cluster.RonDB!.AllInOne, cluster.RonDB.Ndbd.InstanceType, cluster.RonDB.Mysqld.ArrowFlight));
        Assert.Equal([new ClusterTag("env", "dev")], cluster.Tags);
        Assert.Empty(cluster.Workers);
    }

    [Theory]
    [InlineData("AWS", """ "region":"eu-north-1","bucketName":"b" """)]
    [InlineData("GCP", """ "zone":"europe-west1-b","project":"p" """)]
    public async Task Each_cloud_gets_its_own_block_and_no_other(string cloud, string members)
    {
        await using var emulated = await Emulated.StartAsync();

        var created = await emulated.SendAsync("POST /api/clusters", $$"""{"cloudProvider":"{{cloud}}","cluster":{"name":"n",{{members}} } }""");
        var cluster = emulated.Server.ControlPlane.Get((string)created.Body["payload"]!["id"]!)!;

        Assert.Equal((cloud == "AWS" ? "eu-north-1" : null, cloud == "GCP" ? "europe-west1-b" : null, null),
            (cluster.Aws?.Region, cluster.Gcp?.Zone, cluster.Azure));
    }

    [Theory]
    [InlineData("""{"cloudProvider":"ORACLE","cluster":{"name":"n"}}""")]
    [InlineData("""{"cloudProvider":"AWS","cluster":{}}""")]
    [InlineData("""{"cloudProvider":"AWS","cluster":7}""")]
    public async Task Nonsense_is_not_created(string json)
    {
        await using var emulated = await Emulated.StartAsync();

        Assert.Equal(400, (await emulated.SendAsync("POST /api/clusters", json)).Status);
    }

    [Theory]
    [InlineData("AWS", """{"instanceProfileArn":"i2","headInstanceProfileArn":"h2"}""", "i2 h2")]
    [InlineData("AWS", """{"headInstanceProfileArn":""}""", "i1 h1")]
    [InlineData("GCP", """{"serviceAccountEmail":"s2","networkName":"n2","subNetworkName":"u2"}""", "s2 n2 u2")]
    [InlineData("GCP", """{"serviceAccountEmail":"","networkName":"n2","subNetworkName":""}""", "s1 n2 u1")]
    public async Task A_restore_changes_what_the_request_names_and_keeps_what_it_leaves_empty(string cloud, string request, string expected)
    {
        await using var emulated = await Emulated.StartAsync(options => options with
        {
            Clusters =
            [
                Emulated.C1 with
                {
                    Provider = cloud,
                    Azure = null,
                    Aws = cloud == "AWS" ? new() { InstanceProfileArn = "i1", HeadInstanceProfileArn = "h1" } : null,
                    Gcp = cloud == "GCP" ? new() { ServiceAccountEmail = "s1", NetworkName = "n1", SubNetworkName = "u1" } : null,
                },
            ],
            Timings = EmulatorTimings.Immediate,
        });
        var backup = emulated.Server.ControlPlane.CreateBackup("c1", "nightly").Id;

        var restored = await emulated.SendAsync($"POST /api/clusters/restore/{backup}", $$"""{"cluster":{{request}}}""");

        var cluster = (await emulated.SendAsync($"GET /api/clusters/{restored.Body["payload"]!["id"]}")).Body["payload"]!["cluster"]!;
        var members = cloud == "AWS"
            ? (string[])["instanceProfileArn", "headInstanceProfileArn"]
            : ["serviceAccountEmail", "networkName", "subNetworkName"];
        Assert.Equal(expected, string.Join(' ', members.Select(member => (string?)cluster[cloud.ToLowerInvariant()]![member])));
    }

    [Fact]
    public async Task A_backup_is_made_and_restored_with_what_the_request_overrides()
    {
        await using var emulated = await Emulated.StartAsync();
        var created = await emulated.SendAsync("POST /api/backups", """{"backup":{"clusterId":"c1","backupName":"nightly"}}""");
        var id = (string)created.Body["payload"]!["backupId"]!;
        emulated.Time.Advance(TimeSpan.FromMinutes(11));

        var backup = (await emulated.SendAsync($"GET /api/backups/{id}")).Body["payload"]!["backup"]!;
        Assert.Equal(
            ["backupId", "backupName", "clusterId", "createdOn", "cloudProvider", "state", "stateMessage"], ApiShapeTests.Members(backup));
        Assert.Single((await emulated.SendAsync("GET /api/backups?clusterId=c1")).Body["payload"]!["backups"]!.AsArray());

        var restored = await emulated.SendAsync($"POST /api/clusters/restore/{id}", """{"cluster":{"name":"again","subnetName":"other"}}""");

        var cluster = emulated.Server.ControlPlane.Get((string)restored.Body["payload"]!["id"]!)!;
        Assert.Equal(("again", "other"), (cluster.Name, cluster.Azure!.SubnetName));
    }
}

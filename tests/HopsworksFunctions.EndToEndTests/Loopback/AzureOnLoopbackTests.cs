using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Loopback;

/// <summary>The endpoints satisfy Azure's own clients, so that a failure in another test is the app's.</summary>
public sealed class AzureOnLoopbackTests(SharedAzurite azurite)
{
    private const string Key = "kEyMaRkEr-of-loopback";

    [Fact]
    public async Task Answers_a_process_that_knows_only_Azure()
    {
        await using var azure = await AzureOnLoopback.StartAsync(await azurite.Started);
        azure.Vault.Set("hopsworks-api-key", Key);

        await using var child = StartThisTestProjectWith(nameof(Uses_Azure_as_the_app_does), azure);

        Assert.True(await child.WaitForExitAsync() == 0, string.Join('\n', child.Lines));
        Assert.Equal([("GET /secrets/hopsworks-api-key", 200)], azure.Vault.Requests);
        Assert.Contains(azure.Identity.Requests, query => query.Contains("vault.azure.net", StringComparison.Ordinal));
        Assert.Empty(azure.Proxy.Refused);
        Assert.Equal("from the child", (await azure.Storage.Table.GetEntityAsync<TableEntity>("loopback", "proof", cancellationToken: Cancellation)).Value.GetString("Said"));
    }

    [Fact]
    public async Task Lets_nothing_else_out()
    {
        await using var azure = await AzureOnLoopback.StartAsync(await azurite.Started);

        await using var child = StartThisTestProjectWith(nameof(Calls_somewhere_else), azure);

        Assert.True(await child.WaitForExitAsync() == 0, string.Join('\n', child.Lines));
        Assert.Equal(["CONNECT api.hopsworks.ai:443 HTTP/1.1"], azure.Proxy.Refused);
    }

    [Fact(Explicit = true)]
    public async Task Uses_Azure_as_the_app_does()
    {
        var credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(Setting("AZURE_CLIENT_ID")));

        var secret = await new SecretClient(new Uri(Setting("KeyVault__Uri")), credential).GetSecretAsync("hopsworks-api-key", cancellationToken: Cancellation);
        Assert.Equal(Key.Length, secret.Value.Value.Length);

        var table = new TableClient(new Uri(Setting("State__TableServiceUri")), "HopsworksFunctions", credential);
        await table.UpsertEntityAsync(new TableEntity("loopback", "proof") { ["Said"] = "from the child" }, cancellationToken: Cancellation);

        var container = new BlobServiceClient(new Uri(Setting("State__BlobServiceUri")), credential).GetBlobContainerClient("hopsworks-functions");
        await container.UploadBlobAsync("proof", BinaryData.FromString("from the child"), Cancellation);
        var again = await Assert.ThrowsAsync<RequestFailedException>(() => container.UploadBlobAsync("proof", BinaryData.FromString("again"), Cancellation));
        Assert.Equal("BlobAlreadyExists", again.ErrorCode);
    }

    [Fact(Explicit = true)]
    public async Task Calls_somewhere_else()
    {
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.hopsworks.ai/"), Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name)!;

    // The explicit tests run in a process of their own: trust and proxy are read once per process.
    private static ChildProcess StartThisTestProjectWith(string test, AzureOnLoopback azure) => ChildProcess.Start(
        Environment.ProcessPath!,
        ["-noColor", "-noLogo", "-explicit", "only", "-method", $"{typeof(AzureOnLoopbackTests).FullName}.{test}"],
        azure.Environment);
}

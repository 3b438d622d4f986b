using System.Net;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Policies that change without a deployment: a blob, read with the app's identity.</summary>
public sealed class PoliciesInBlobTests(SharedAzurite azurite)
{
    [Fact]
    public async Task A_new_version_is_in_force_at_the_next_run_and_a_bad_one_is_refused_across_restarts()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var blob = deployment.Azure.Storage.Container.GetBlobClient($"{deployment.Account}.json");
        deployment.Settings["Policies__Source"] =
            $"https://{Azurite.AccountName}.blob.core.windows.net/{blob.BlobContainerName}/{blob.Name}";
        var app = await deployment.StartAsync();
        await app.FailsAsync("the blob does not exist. Upload the policy file");

        await UploadAsync(StandardPolicies.Text);
        var first = await app.ReconcileWellAsync();
        await UploadAsync("{ \"rules\": [ nonsense");
        var refused = await app.ReconcileWellAsync();
        var restarted = await deployment.StartAsync();
        var afterwards = await restarted.ReconcileWellAsync();

        var version = (string)first.Report["policies"]!;
        Assert.Equal([version, version], new[] { refused, afterwards }.Select(run => (string)run.Report["policies"]!));
        var notice = Assert.Single(refused.Report["notices"]!.AsArray(), n => (string)n!["kind"]! == "config" && !(bool)n["over"]!)!;
        Assert.Contains($"{blob.Name}(1,", (string)notice["message"]!, StringComparison.Ordinal);
        var health = await restarted.GetAsync("health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Contains($"Version {version} stays in force.", health.Text, StringComparison.Ordinal);
        var runs = (await restarted.GetAsync("runs")).Json["runs"]!.AsArray();
        Assert.Equal(version, (string)runs[0]!["policies"]!);
        Assert.Contains((await restarted.GetAsync("actions")).Json["actions"]!.AsArray(), a => (string?)a!["kind"] == "stop"
            && (string?)a["policyVersion"] == version);

        await UploadAsync(StandardPolicies.Text.Replace("\"production\"", "\"prod\"", StringComparison.Ordinal));
        var corrected = await restarted.ReconcileWellAsync();
        Assert.NotEqual(version, (string)corrected.Report["policies"]!);
        Assert.Contains(corrected.Report["notices"]!.AsArray(), n => (string)n!["kind"]! == "config" && (bool)n["over"]!);

        Task UploadAsync(string text) =>
            blob.UploadAsync(BinaryData.FromString(text), overwrite: true, TestContext.Current.CancellationToken);
    }
}

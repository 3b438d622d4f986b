namespace HopsworksFunctions.Tests.Infra;

/// <summary>What a deployment waits for, against stand-ins that answer as the CLI does; tests cannot check how long Azure takes.</summary>
public sealed class PatienceTests : IDisposable
{
    private const string Publishing = "functionapp deployment source config-zip";
    private const string NoRole = "(Forbidden) Caller is not authorized to perform action on resource.";

    private readonly DeployRig _rig = new();

    [Theory]
    [InlineData("keyvault secret list", 4, NoRole)]
    [InlineData("storage blob exists", 2, NoRole)]
    [InlineData(Publishing, 2, NoRole)]
    [InlineData(Publishing, 2, "InaccessibleStorageException: Failed to access storage account for deployment")]
    [InlineData(Publishing, 2, "Deployment was partially successful. These are the deployment logs:")]
    [InlineData(Publishing, 2, "An error occured during deployment. Status Code: 503, Details: Service Unavailable")]
    [InlineData(Publishing, 2, "There may be an ongoing deployment. Please track your deployment in the portal.")]
    [InlineData("functionapp keys set", 2, "Encountered an error (InternalServerError) from host runtime.")]
    [InlineData("functionapp keys list", 3, "Operation returned an invalid status 'Service Unavailable'")]
    public async Task What_passes_is_waited_for(string step, int calls, string saying)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("FAILS_FIRST_AT", step), ("SAYING", saying));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(calls, _rig.Commands.Count(c => c == $"az {step}"));
        Assert.Contains("trying again in 0 s", run.Errors, StringComparison.Ordinal);
    }

    // The messages are from public reports of various deployments, and the last one came after the package was published.
    [Fact]
    public async Task All_that_passes_may_come_one_after_another()
    {
        string[] sayings =
        [
            NoRole, "InaccessibleStorageException: Failed to access storage account", "Deployment was partially successful.",
            "Status Code: 503, Details: Service Unavailable", "There may be an ongoing deployment.",
            "Failed to fetch host key to check for function app status",
        ];

        var run = await _rig.RunAsync("deploy.sh", [], ("FAILS_FIRST_AT", Publishing), ("SAYING", string.Join('\n', sayings)));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(sayings.Length, _rig.Commands.Count(c => c == $"az {Publishing}"));
    }

    // The package is published, so what the CLI finds when it checks the app is not a failure to publish.
    [Theory]
    [InlineData("Deployment was successful but the app appears to be unhealthy. Please check the app logs.")]
    [InlineData("Failed to fetch host key to check for function app status")]
    public async Task Whether_a_published_app_is_well_is_said_by_its_health(string saying)
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("FAILS_FIRST_AT", Publishing), ("SAYING", saying));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Single(_rig.Commands, c => c == $"az {Publishing}");
        Assert.EndsWith("==> the app is healthy", run.Errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patience_ends()
    {
        var run = await _rig.RunAsync(
            "deploy.sh", [], ("FAILS_FIRST_AT", "storage blob exists"), ("SAYING", NoRole), ("HOPSFN_PATIENCE", "0"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{NoRole}\nerror: looking for policies failed", run.Errors, StringComparison.Ordinal);
    }

    // The app's roles may not be in force yet, and a person sees at once what is wrong.
    [Fact]
    public async Task An_app_that_is_not_well_yet_is_asked_again_and_shows_what_it_lacks()
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("HEALTH_AT_FIRST", "503"));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(2, _rig.Commands.Count(c => c == "curl"));
        Assert.Contains("==> {\"healthy\":false", run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("{\"healthy\":true", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_stays_unhealthy_fails_the_deployment_and_shows_why()
    {
        var run = await _rig.RunAsync("deploy.sh", [], ("HEALTH", "503"), ("HOPSFN_PATIENCE", "0"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("{\"healthy\":false", run.Output, StringComparison.Ordinal);
        Assert.Contains("error: the app is not healthy", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_stays_unreadable_fails_the_deployment_and_says_why()
    {
        var run = await _rig.RunAsync(
            "health.sh", ["rg", "func-app", "func-app.azurewebsites.net"], ("FAILS_AT", "functionapp keys list"), ("HOPSFN_PATIENCE", "0"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: the function key cannot be read (ERROR: out of order)", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _rig.Dispose();
}

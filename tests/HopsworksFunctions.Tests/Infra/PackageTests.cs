using System.IO.Compression;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>package.sh on what a stand-in for <c>dotnet publish</c> leaves; the end-to-end tests use what the real one leaves.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DeployRig _first = new();
    private readonly DeployRig _second = new();

    // The second package stands for one built by someone else, elsewhere, at another time.
    [Fact]
    public async Task Is_the_same_byte_for_byte_wherever_and_whenever_it_is_built()
    {
        var one = await _first.PackageAsync();
        var other = await _second.PackageAsync(("ORDER", "backwards"), ("UMASK", "077"));

        Assert.Equal(one, other);
    }

    // The host reads the hidden folder first. Without it, the host starts nothing and logs nothing.
    [Fact]
    public async Task Holds_what_the_host_reads_the_hidden_folder_too_and_the_policies()
    {
        using var zip = new ZipArchive(new MemoryStream(await _first.PackageAsync()));

        Assert.Equal(
            [
                ".azurefunctions/function.deps.json", "HopsworksFunctions", "HopsworksFunctions.dll", "extensions.json",
                "functions.metadata", "host.json", "policies.json", "worker.config.json",
            ],
            zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public async Task Is_built_for_the_NET_that_Azure_has_there_compiled_ahead_of_time()
    {
        await _first.PackageAsync();

        var publish = Assert.Single(_first.Calls);
        Assert.Contains(" --runtime linux-x64 --self-contained false -p:PublishReadyToRun=true ", publish, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LEAVES_OUT", "host.json", "has no host.json, without which the host starts no function")]
    [InlineData("LEAVES_OUT", "HopsworksFunctions.dll", "has no HopsworksFunctions.dll")]
    [InlineData("LEAVES_OUT", "worker.config.json", "has no worker.config.json")]
    [InlineData("LEAVES_OUT", "functions.metadata", "has no functions.metadata")]
    [InlineData("LEAVES_OUT", "extensions.json", "has no extensions.json")]
    [InlineData("LEAVES_OUT", ".azurefunctions", "has no .azurefunctions")]
    [InlineData("LEAVES_OUT", ".azurefunctions/function.deps.json", "nothing of artifacts/package/.azurefunctions is in the zip")]
    [InlineData("HOST_JSON", "\"customHandler\": {}", "host.json names a customHandler")]
    [InlineData("FAILS_AT", "dotnet publish", "dotnet publish failed")]
    public async Task Refuses_to_pack_what_could_not_run(string name, string value, string message)
    {
        var run = await _first.RunAsync("package.sh", [], (name, value));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors.Split("error: ")[^1], StringComparison.Ordinal);
        Assert.False(_first.HasPackage);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}

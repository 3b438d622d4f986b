using System.IO.Compression;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>package.sh around what a stand-in for <c>dotnet publish</c> left; the end-to-end tests run what the real one leaves.</summary>
public sealed class PackageTests : IDisposable
{
    private const int RunBits = 0b001_001_001;

    private readonly DeployRig _first = new();
    private readonly DeployRig _second = new();

    // By others, elsewhere, at another time.
    [Fact]
    public async Task Is_the_same_byte_for_byte_wherever_and_whenever_it_is_built()
    {
        var one = await _first.PackageAsync();
        var other = await _second.PackageAsync(("ORDER", "backwards"), ("UMASK", "077"));

        Assert.Equal(one, other);
    }

    [Fact]
    public async Task Holds_the_executable_with_its_run_bit_and_nothing_else_with_one()
    {
        using var zip = new ZipArchive(new MemoryStream(await _first.PackageAsync()));

        Assert.Equal(["HopsworksFunctions", "Reconcile/function.json", "host.json", "policies.json"], zip.Entries.Select(e => e.FullName));
        Assert.Equal(["HopsworksFunctions"], zip.Entries.Where(e => (e.ExternalAttributes >> 16 & RunBits) != 0).Select(e => e.FullName));
    }

    [Theory]
    [InlineData("--ready-to-run", "does not bring it along")]
    [InlineData("--aot", "unknown option --aot")]
    public async Task Refuses_to_pack_what_could_not_run(string option, string message)
    {
        var run = await _first.RunAsync("package.sh", [option]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}

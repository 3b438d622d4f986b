using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.EndToEndTests.Deployed;

[SupportedOSPlatform("linux")]
public sealed partial class PublishedAppTests
{
    // Debian 12's. Nothing says which one the runtime of custom handlers has.
    private static readonly Version NewestGlibc = new(2, 36);

    private static readonly string Executable = Path.Combine(Repository.PublishedApp, "HopsworksFunctions");

    [Fact]
    public void Holds_what_a_Functions_host_needs_and_nothing_else()
    {
        var files = Directory.EnumerateFiles(Repository.PublishedApp, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.PublishedApp, file)).Where(file => file is not ("policies.json" or "prices.json")).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Actions/function.json", "Clusters/function.json", "Dashboard/function.json", "Digest/function.json", "Health/function.json", "Hold/function.json",
                "HopsworksFunctions", "Keep/function.json", "KeepConfirmed/function.json", "OpenApi/function.json", "Reconcile/function.json",
                "ReconcileNow/function.json", "ReleaseHold/function.json", "Runs/function.json", "Savings/function.json", "SetHold/function.json",
                "StartCluster/function.json", "StopCluster/function.json", "Timeline/function.json", "Webhook/function.json", "host.json",
            ],
            files);
    }

    [Fact]
    public void Can_be_executed()
    {
        Assert.Equal(Executable, FunctionApp.Read(Repository.PublishedApp).Executable);
        Assert.True(File.GetUnixFileMode(Executable).HasFlag(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
    }

    [Fact]
    public async Task Asks_for_no_newer_glibc_than_the_oldest_that_it_may_meet()
    {
        var binary = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Executable, TestContext.Current.CancellationToken));

        var versions = GlibcSymbolVersion().Matches(binary).Select(match => Version.Parse(match.Groups[1].Value)).ToList();

        Assert.NotEmpty(versions);
        Assert.True(versions.Max() <= NewestGlibc, $"{versions.Max()}");
    }

    [GeneratedRegex(@"\0GLIBC_(2\.[0-9]+(?:\.[0-9]+)?)(?=\0)")]
    private static partial Regex GlibcSymbolVersion();
}

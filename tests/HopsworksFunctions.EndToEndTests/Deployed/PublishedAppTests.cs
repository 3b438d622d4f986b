using System.Reflection.PortableExecutable;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class PublishedAppTests
{
    [Fact]
    public void Holds_what_a_Functions_host_needs()
    {
        Assert.All(
            (string[])[
                "host.json", "functions.metadata", "worker.config.json", "extensions.json", "HopsworksFunctions.dll",
                // Without this file, the host starts nothing and reports nothing.
                ".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll",
            ],
            file => Assert.True(File.Exists(Path.Combine(Repository.PublishedApp, file)), file));
        Assert.Equal(
            [
                "Accounts", "Actions", "Advice", "Clusters", "Coverage", "Dashboard", "Digest", "Forecast", "ForgetHistory", "Freeze",
                "Freezes", "Health", "History", "Hold", "Keep", "KeepConfirmed", "OpenApi", "Reconcile", "ReconcileAccount",
                "ReconcileNow", "ReleaseHold", "RestoreState", "Runs", "Savings", "SetHold", "Snapshots", "StartCluster", "StartLink",
                "StartLinkConfirmed", "StopCluster", "Timeline", "Unfreeze", "Webhook",
            ],
            FunctionApp.Read(Repository.PublishedApp).Functions.Select(function => function.Name));
    }

    [Fact]
    public void Holds_no_symbols_documentation_or_settings_of_this_machine()
    {
        var files = Directory.EnumerateFiles(Repository.PublishedApp, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)).ToList();

        Assert.DoesNotContain(files, file => IsOurs(file) && Path.GetExtension(file) is ".pdb" or ".xml");
        Assert.DoesNotContain("local.settings.json", files);
    }

    [Theory]
    [InlineData("HopsworksFunctions.dll")]
    [InlineData("HopsworksFunctions.Core.dll")]
    [InlineData("Azure.Core.dll")]
    [InlineData("Microsoft.Azure.Functions.Worker.Core.dll")]
    public void Is_compiled_ahead_of_time_as_far_as_that_goes(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Repository.PublishedApp, assembly)));

        Assert.NotEqual(0, file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    private static bool IsOurs(string file) => file.StartsWith("HopsworksFunctions", StringComparison.Ordinal);
}

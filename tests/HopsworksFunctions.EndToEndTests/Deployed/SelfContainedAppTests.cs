using System.Reflection.PortableExecutable;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>The package for where no native linker is at hand.</summary>
public sealed class SelfContainedAppTests(SharedAzurite azurite)
{
    [Fact]
    public async Task Runs_as_the_native_one_does_on_the_NET_that_it_brings_along()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        // A .NET that is elsewhere on this machine must not be of help.
        deployment.Settings["DOTNET_ROOT"] = "/nowhere";
        var app = await deployment.StartAsync(Repository.SelfContainedApp);

        await app.InvokeTimerAsync();

        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        Assert.Equal(Functions(Repository.PublishedApp), Functions(Repository.SelfContainedApp));
    }

    [Theory]
    [InlineData("HopsworksFunctions.dll")]
    [InlineData("HopsworksFunctions.Core.dll")]
    [InlineData("Azure.Core.dll")]
    public void Is_compiled_ahead_of_time_as_far_as_that_goes(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Repository.SelfContainedApp, assembly)));

        Assert.NotEqual(0, file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    private static IEnumerable<string> Functions(string app) =>
        Directory.EnumerateFiles(app, "function.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(app, file)).Order(StringComparer.Ordinal);
}

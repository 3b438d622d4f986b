using System.Diagnostics;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>What each way to build the app consists of, as MSBuild evaluates it; the official one cannot be restored on every feed.</summary>
public sealed class BuildTests
{
    private static readonly Dictionary<string, string> OfficialPackages = new()
    {
        ["Microsoft.Azure.Functions.Worker"] = "2.52.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http"] = "3.3.0",
        ["Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore"] = "2.1.1",
        ["Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues"] = "5.5.5",
        ["Microsoft.Azure.Functions.Worker.Extensions.Timer"] = "4.3.1",
        ["Microsoft.Azure.Functions.Worker.Sdk"] = "2.1.0",
    };

    [Fact]
    public async Task The_official_worker_replaces_ours_its_generator_and_its_host_json()
    {
        var app = await AppAsync("-p:FunctionsWorker=official");

        var versions = Items(app, "PackageVersion").ToDictionary(Name, item => (string)item["Version"]!);
        Assert.Equal(OfficialPackages, Items(app, "PackageReference").Select(Name).Where(OfficialPackages.ContainsKey).ToDictionary(name => name, name => versions[name]));
        Assert.Equal(["HopsworksFunctions.Core"], Items(app, "ProjectReference").Select(item => Path.GetFileNameWithoutExtension(Name(item))));
        Assert.Equal("../../host.official.json", Name(Assert.Single(Items(app, "Content"), IsHostJson)));
        Assert.Equal(("v4", "", "false", ""), Ways(app));
    }

    [Theory]
    [InlineData("true", "true", "false", "")]
    [InlineData("false", "", "true", "true")]
    public async Task The_custom_handler_needs_no_NET_where_it_runs(string nativeAot, string aot, string selfContained, string readyToRun)
    {
        var app = await AppAsync($"-p:NativeAot={nativeAot}", "-p:RuntimeIdentifier=linux-x64");

        Assert.DoesNotContain(Items(app, "PackageReference"), item => OfficialPackages.ContainsKey(Name(item)));
        Assert.Equal("../../host.json", Name(Assert.Single(Items(app, "Content"), IsHostJson)));
        Assert.Equal(("", aot, selfContained, readyToRun), Ways(app));
    }

    private static (string?, string?, string?, string?) Ways(JsonNode app) =>
        (Property(app, "AzureFunctionsVersion"), Property(app, "PublishAot"), Property(app, "SelfContained"), Property(app, "PublishReadyToRun"));

    private static bool IsHostJson(JsonNode content) => (string?)content["Link"] == "host.json";

    private static string Name(JsonNode item) => (string)item["Identity"]!;

    private static string? Property(JsonNode app, string name) => (string?)app["Properties"]![name];

    private static IEnumerable<JsonNode> Items(JsonNode app, string type) => app["Items"]![type]!.AsArray().Select(item => item!);

    private static async Task<JsonNode> AppAsync(params string[] properties)
    {
        var start = new ProcessStartInfo("dotnet", [
            "msbuild", "src/HopsworksFunctions/HopsworksFunctions.csproj", "-nologo", .. properties,
            "-getProperty:AzureFunctionsVersion,PublishAot,SelfContained,PublishReadyToRun", "-getItem:PackageReference,PackageVersion,ProjectReference,Content",
        ])
        {
            WorkingDirectory = DeployRig.Repository,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return JsonNode.Parse(output)!;
    }
}

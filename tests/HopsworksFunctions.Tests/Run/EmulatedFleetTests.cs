using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.Run;

/// <summary>The fleets that <c>run</c> offers besides the seeded one.</summary>
public sealed class EmulatedFleetTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fleet-");

    public EmulatedFleetTests() => File.WriteAllText(PathTo("policies.json"), "{}");

    [Theory]
    [InlineData(500, false, "emulated-500", 500)]
    [InlineData(null, true, "emulated-hostile", 26)]
    public async Task A_fleet_that_is_asked_for_has_no_past_and_an_account_of_its_own(
        int? clusters, bool hostile, string account, int count)
    {
        var settings = Settings().WithFleet(clusters, hostile);

        var fleet = await EmulatedFleet.CreateAsync(settings, TestContext.Current.CancellationToken);

        Assert.Equal((account, count), (settings.Account, fleet.Count));
        Assert.Equal(hostile, fleet.Any(cluster => cluster.Name.Contains('\u202e', StringComparison.Ordinal)));
        Assert.False(Directory.Exists(settings.StateDirectory));
    }

    [Fact]
    public async Task The_next_start_goes_on_with_what_became_of_it()
    {
        var settings = Settings().WithFleet(20, hostile: false);
        var running = (await EmulatedFleet.CreateAsync(settings, TestContext.Current.CancellationToken))
            .Last(cluster => cluster.State == ClusterStates.Running);
        await StoreAsync(settings, new()
        {
            ClusterId = running.Id,
            Name = running.Name,
            Power = PowerState.Down,
            PowerSince = Instant.FromDateTimeOffset(running.StartedOn) + Duration.FromHours(1),
        });

        var fleet = await EmulatedFleet.CreateAsync(settings, TestContext.Current.CancellationToken);

        Assert.Equal(20, fleet.Count);
        Assert.Equal(ClusterStates.Stopped, fleet.Single(cluster => cluster.Id == running.Id).State);
    }

    [Theory]
    [InlineData(5, false, "--clusters is for an emulated fleet, but a real Hopsworks.ai is configured.")]
    [InlineData(null, true, "--hostile is for an emulated fleet, but a real Hopsworks.ai is configured.")]
    public void A_real_endpoint_has_its_own_clusters(int? clusters, bool hostile, string message)
    {
        File.WriteAllText(PathTo("local.settings.json"), """{ "Values": { "Hopsworks__BaseUrl": "https://hopsworks.example" } }""");

        var e = Assert.Throws<CliException>(() => Settings().WithFleet(clusters, hostile));

        Assert.Equal(message, e.Message);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private RunSettings Settings() => RunSettings.Resolve(new(folder.FullName), "app", null, null);

    private string PathTo(string file) => Path.Combine(folder.FullName, file);

    private static async Task StoreAsync(RunSettings settings, ClusterRecord record)
    {
        using var database = new StateDatabase(settings.StateDirectory, settings.Account);
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        var store = new DocumentAccountStore(documents, settings.Account, NullLogger<DocumentAccountStore>.Instance);
        await (await store.LoadAsync(TestContext.Current.CancellationToken)).SaveAsync(record, TestContext.Current.CancellationToken);
    }
}

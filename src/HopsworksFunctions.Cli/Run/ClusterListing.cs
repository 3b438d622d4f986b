using HopsworksEmulator;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies.Clusters;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The clusters that Hopsworks.ai lists now, for commands that write them to a file.</summary>
internal static class ClusterListing
{
    /// <exception cref="CliException">A setting is wrong, or the clusters cannot be listed.</exception>
    public static async Task<IReadOnlyList<Cluster>> ReadAsync(
        RunSettings settings, EmulatorServer? emulator, CancellationToken cancellationToken)
    {
        await using var services = LocalServices.Create(RunningApp.AppSettings(settings, emulator));
        if (SettingsValidation.Problem(services) is { } problem)
            throw new CliException(problem);
        var listing = await services.GetRequiredService<IHopsworksClient>().ListClustersAsync(cancellationToken);
        return listing.Value
            ?? throw new CliException($"Cannot list the clusters, so nothing was written. {listing.Failure!.Message}", null,
                RunFailures.IsOutOfReach(listing.Failure.Kind) ? ExitCodes.OutOfReach : ExitCodes.Failed);
    }
}

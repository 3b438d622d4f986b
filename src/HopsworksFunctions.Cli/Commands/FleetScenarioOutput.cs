using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Cli.Simulation;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>simulate --from-fleet</c>: prints a scenario of the clusters that <c>plan</c> reads.</summary>
internal static class FleetScenarioOutput
{
    public static async Task<int> WriteAsync(RunSettings settings, TextWriter lines, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!File.Exists(settings.PolicySource))
            throw new CliException($"There is no policy file {settings.PolicySource} on this machine. Name one with --policies FILE.");
        if (settings.IsEmulated)
            await errors.WriteLineAsync("The clusters are emulated: no Hopsworks.ai is configured.");
        var clusters = await PassingState.UseAsync(
            settings,
            async state =>
            {
                await using var emulator = state.IsEmulated ? await RunningApp.StartEmulatorAsync(state, cancellationToken) : null;
                return await ClusterListing.ReadAsync(state, emulator, cancellationToken);
            },
            cancellationToken);
        var now = TimeProvider.System.GetCurrentInstant();
        var minute = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        await lines.WriteLineAsync(FleetScenario.Of(clusters, PathOf(settings.PolicySource), minute));
        return ExitCodes.Done;
    }

    /// <summary>
    /// Returns the path from the working folder, which will contain the scenario, or the full path of a file outside of it.
    /// </summary>
    private static string PathOf(string policies)
    {
        var path = Path.GetRelativePath(Directory.GetCurrentDirectory(), policies);
        return path.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(policies) : path;
    }
}

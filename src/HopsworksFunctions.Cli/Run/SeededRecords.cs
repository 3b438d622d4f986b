using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Policies.Language;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Cli.Run;

/// <summary>
/// What an app that ran until shortly before its schedules' latest boundaries would remember of the emulated fleet:
/// a cluster first seen stopped is left alone, and a newcomer would see no start.
/// </summary>
internal static class SeededRecords
{
    public static async Task WriteAsync(RunSettings settings, IReadOnlyList<EmulatedCluster> clusters, CancellationToken cancellationToken)
    {
        // Invalid policies are the app's to complain of.
        if (PolicyFile.Parse(await File.ReadAllBytesAsync(settings.PolicySource, cancellationToken)).Policies is not { } policies)
            return;
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var documents = new FileDocumentStore(settings.StateDirectory, settings.Account, TimeProvider.System);
        var state = await new DocumentAccountStore(documents, settings.Account, NullLogger<DocumentAccountStore>.Instance).LoadAsync(cancellationToken);
        foreach (var cluster in clusters.Select(ClusterView.Of))
        {
            if (policies.RuleFor(cluster) is { Protect: false, Manage: true } rule && Gate.PowerOf(cluster) is { } power)
                await state.SaveAsync(Record(cluster, rule, power, now), cancellationToken);
        }
    }

    internal static ClusterRecord Record(Core.Hopsworks.Cluster cluster, Rule rule, Power power, Instant now)
    {
        var latest = rule.Schedule?.At(now).Since;
        var before = latest is { } boundary ? boundary - Duration.Epsilon : now;
        return new()
        {
            ClusterId = cluster.Id,
            Name = cluster.Name,
            Fingerprint = rule.Fingerprint,
            Power = power,
            PowerSince = cluster.StartedOn is { } started ? Instant.Min(started, before) : before,
            StoppedFor = power == Power.Down ? Reason.WindowEnd : null,
            Handled = latest is null ? null : rule.Schedule!.At(before).Since,
        };
    }
}

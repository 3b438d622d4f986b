using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Tests.Hopsworks.Reference;

/// <summary>Maps between the API's types and the app's; missing or invalid values become null, empty or Unknown.</summary>
internal static class ClusterMapper
{
    /// <summary>Returns null if the cluster has no ID, because the app cannot act on it.</summary>
    public static Cluster? ToCluster(this ClusterWire wire, Instant now)
    {
        if (string.IsNullOrEmpty(wire.Id)) return null;
        return new()
        {
            Id = wire.Id,
            Name = string.IsNullOrEmpty(wire.Name) ? wire.Id : wire.Name,
            State = Words.State(wire.State),
            StateText = wire.State ?? "",
            ActivationState = Words.ActivationState(wire.ActivationState),
            Cloud = Words.Cloud(wire.Provider),
            CreatedOn = Date(wire.CreatedOn, now),
            StartedOn = Date(wire.StartedOn, now),
            Version = wire.Version,
            Url = wire.Url,
            ErrorMessage = string.IsNullOrEmpty(wire.ErrorMessage) ? null : wire.ErrorMessage,
            Tags = Tags(wire.Tags),
            Head = Nodes("head", wire.ClusterConfiguration?.Head, 1),
            HeadIsHighlyAvailable = wire.ClusterConfiguration?.Head?.HaEnabled == true,
            Workers = Workers(wire.ClusterConfiguration?.Workers),
            RonDB = RonDB(wire.RonDB),
            Autoscale = wire.Autoscale?.NonGpu?.ToAutoscale(),
            Region = Region(wire),
            BackupRetention = wire.BackupRetentionPeriod is >= 0 and <= int.MaxValue ? (int)wire.BackupRetentionPeriod : null,
            BackupPipelineInProgress = wire.BackupPipelineInProgress,
            UpgradeInProgress = wire.UpgradeInProgress,
        };
    }

    /// <summary>
    /// Converts a date. The API's unit is uncertain: values from 10^11 on are milliseconds (as seconds they would be in the year 5138),
    /// smaller ones seconds.
    /// </summary>
    public static Instant? Date(double? value, Instant now)
    {
        if (value is not (> 0 and < 1e14)) return null;
        var instant = value < 1e11 ? Instant.FromUnixTimeSeconds((long)value) : Instant.FromUnixTimeMilliseconds((long)value);
        return instant <= now + Duration.FromDays(1) ? instant : null;
    }

    private static IReadOnlyDictionary<string, string> Tags(List<TagWire?>? tags)
    {
        if (tags is null or []) return Cluster.NoTags;
        var read = new Dictionary<string, string>(tags.Count);
        foreach (var tag in tags)
            if (tag is { Name.Length: > 0 }) read[tag.Name] = tag.Value ?? "";
        return read;
    }

    private static Nodes? Nodes(string role, NodesWire? wire, int? count = null) =>
        wire is { InstanceType.Length: > 0 } && (count ?? Whole(wire.Count)) is > 0 and var machines
            ? new(role, wire.InstanceType, Whole(wire.DiskSize), machines)
            : null;

    private static IReadOnlyList<WorkerGroup> Workers(List<WorkersWire?>? workers) =>
        workers is null or [] ? [] : [.. workers.Select(Workers).OfType<WorkerGroup>()];

    private static WorkerGroup? Workers(WorkersWire? wire) => wire is { InstanceType.Length: > 0 } && Whole(wire.Count) is > 0 and var count
        ? new(wire.InstanceType, Whole(wire.DiskSize), count, Spot(wire.SpotInfo))
        : null;

    private static IReadOnlyList<Nodes> RonDB(RonDBWire? wire)
    {
        if (wire is null) return [];
        // In an all-in-one database, the other roles have a count but run on the ndbd machine.
        if (wire.AllInOne == true) return Nodes("ndbd", wire.Ndbd, 1) is { } all ? [all] : [];
        return [.. new[] { Nodes("mgmd", wire.Mgmd), Nodes("ndbd", wire.Ndbd), Nodes("mysqld", wire.Mysqld),
            Nodes("api", wire.Api) }.OfType<Nodes>()];
    }

    /// <summary>Converts the settings. Missing fields get the defaults from the API's documentation.</summary>
    private static Autoscale? ToAutoscale(this NonGpuWire wire) => string.IsNullOrEmpty(wire.InstanceType) ? null : new(
        wire.InstanceType, Whole(wire.DiskSize ?? 512), Whole(wire.MinWorkers), Whole(wire.MaxWorkers ?? 10), wire.StandbyWorkers ?? 0.5,
        Duration.FromSeconds(Whole(wire.DownscaleWaitTime ?? 300)), Spot(wire.SpotInfo));

    private static SpotSettings? Spot(SpotWire? wire) =>
        wire is null ? null : new(Whole(wire.MaxPrice ?? 100), wire.FallBackOnDemand ?? false);

    private static string? Region(ClusterWire wire)
    {
        var region = wire.Azure is { Location: { } location }
            ? location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()
            : wire.Aws?.Region ?? wire.Gcp?.Zone;
        return string.IsNullOrEmpty(region) ? null : region;
    }

    private static int Whole(double? value) => value is > 0 and <= int.MaxValue ? (int)value : 0;
}

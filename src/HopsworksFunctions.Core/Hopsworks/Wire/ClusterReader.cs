using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>
/// A reader of the clusters of one answer, directly from its bytes. Clusters share equal parts, except for the configuration, because it
/// contains the ID of the head node.
/// </summary>
internal sealed class ClusterReader(Instant now)
{
    private static readonly Duration Ahead = Duration.FromDays(1);

    private readonly SharedValues<string?> texts = new((ref json) => json.Text());
    private readonly SharedValues<IReadOnlyDictionary<string, string>> tags = new(MachineReading.Tags);
    private readonly SharedValues<IReadOnlyList<Nodes>> ronDBs = new(MachineReading.RonDB);
    private readonly SharedValues<Autoscale?> autoscales = new(MachineReading.Autoscale);

    /// <summary>The start of the time before <see cref="Until"/> in which the clusters read so far would be the same.</summary>
    public Instant Since { get; private set; } = Instant.MinValue;

    /// <summary>The end, exclusive, of the time from <see cref="Since"/> on.</summary>
    public Instant Until { get; private set; } = Instant.MaxValue;

    /// <summary>Reads the one cluster of a payload; null if there is none.</summary>
    public static Cluster? ReadPayload(ref BodyReader body, Instant now)
    {
        Cluster? cluster = null;
        while (body.Json.NextMember(out var name))
            if (!name.SequenceEqual("cluster"u8)) body.Json.Skip();
            else cluster = body.Json.StartsObject() ? new ClusterReader(now).Read(ref body) : null;
        return cluster;
    }

    /// <summary>Reads the current object; null if it has no ID, because the app cannot act on such a cluster.</summary>
    /// <exception cref="JsonException">There is no object, or a part of it has another kind.</exception>
    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    public Cluster? Read(ref BodyReader body)
    {
        if (body.Json.TokenType is not JsonTokenType.StartObject) throw new JsonException();
        var members = default(Members);
        while (body.Json.NextMember(out var name))
            members.Take(name, ref body, this);
        return ToCluster(members);
    }

    private Cluster? ToCluster(in Members read)
    {
        if (string.IsNullOrEmpty(read.Id)) return null;
        return new()
        {
            Id = read.Id,
            Name = string.IsNullOrEmpty(read.Name) ? read.Id : read.Name,
            State = Words.State(read.State),
            StateText = read.State ?? "",
            ActivationState = Words.ActivationState(read.ActivationState),
            Cloud = Words.Cloud(read.Provider),
            CreatedOn = Past(read.CreatedOn),
            StartedOn = Past(read.StartedOn),
            Version = read.Version,
            Url = read.Url,
            ErrorMessage = string.IsNullOrEmpty(read.ErrorMessage) ? null : read.ErrorMessage,
            Tags = read.Tags ?? Cluster.NoTags,
            Head = read.Machines?.Head,
            HeadIsHighlyAvailable = read.Machines?.HeadIsHighlyAvailable == true,
            Workers = read.Machines?.Workers ?? [],
            RonDB = read.RonDB ?? [],
            Autoscale = read.Autoscale,
            Region = Region(read),
            BackupRetention = read.BackupRetention is >= 0 and <= int.MaxValue and var days ? (int)days : null,
            BackupPipelineInProgress = read.BackupPipelineInProgress,
            UpgradeInProgress = read.UpgradeInProgress,
        };
    }

    private Instant? Past(double? value)
    {
        if (Date(value) is not { } date) return null;
        var earliest = date - Ahead;
        if (earliest > now)
        {
            Until = Instant.Min(Until, earliest);
            return null;
        }
        Since = Instant.Max(Since, earliest);
        return date;
    }

    /// <summary>
    /// Converts a date. The API's unit is uncertain: values from 10^11 on are milliseconds (in seconds they would be in the year 5138),
    /// smaller values are seconds.
    /// </summary>
    private static Instant? Date(double? value) => value switch
    {
        not (> 0 and < 1e14) => null,
        < 1e11 => Instant.FromUnixTimeSeconds((long)value),
        _ => Instant.FromUnixTimeMilliseconds((long)value),
    };

    /// <summary>Reads the field of the current object that contains a cluster's region.</summary>
    private string? RegionOf(ref BodyReader body, ReadOnlySpan<byte> member)
    {
        string? region = null;
        if (body.Json.StartsObject())
            while (body.Json.NextMember(out var name))
                if (name.SequenceEqual(member)) region = texts.Read(ref body);
                else body.Json.Skip();
        return region;
    }

    private static string? Region(in Members read)
    {
        var region = read.Location is { } location
            ? location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()
            : read.Region ?? read.Zone;
        return string.IsNullOrEmpty(region) ? null : region;
    }

    /// <summary>The fields of a cluster that were read so far. Of several fields with one name, the last one counts.</summary>
    private struct Members
    {
        public string? Id, Name, State, ActivationState, Version, Url, Provider, ErrorMessage, Location, Region, Zone;
        public double? CreatedOn, StartedOn, BackupRetention;
        public IReadOnlyDictionary<string, string>? Tags;
        public Machines? Machines;
        public IReadOnlyList<Nodes>? RonDB;
        public Autoscale? Autoscale;
        public bool BackupPipelineInProgress, UpgradeInProgress;

        public void Take(scoped ReadOnlySpan<byte> name, ref BodyReader body, ClusterReader parts)
        {
            ref var json = ref body.Json;
            if (name.SequenceEqual("id"u8)) Id = json.Text();
            else if (name.SequenceEqual("name"u8)) Name = json.Text();
            else if (name.SequenceEqual("state"u8)) State = parts.texts.Read(ref body);
            else if (name.SequenceEqual("activationState"u8)) ActivationState = parts.texts.Read(ref body);
            else if (name.SequenceEqual("createdOn"u8)) CreatedOn = json.Number();
            else if (name.SequenceEqual("startedOn"u8)) StartedOn = json.Number();
            else if (name.SequenceEqual("version"u8)) Version = parts.texts.Read(ref body);
            else if (name.SequenceEqual("url"u8)) Url = json.Text();
            else if (name.SequenceEqual("provider"u8)) Provider = parts.texts.Read(ref body);
            else if (name.SequenceEqual("errorMessage"u8)) ErrorMessage = json.Text();
            else if (name.SequenceEqual("tags"u8)) Tags = parts.tags.Read(ref body);
            else if (name.SequenceEqual("clusterConfiguration"u8)) Machines = MachineReading.Configuration(ref json);
            else if (name.SequenceEqual("azure"u8)) Location = parts.RegionOf(ref body, "location"u8);
            else if (name.SequenceEqual("aws"u8)) Region = parts.RegionOf(ref body, "region"u8);
            else if (name.SequenceEqual("gcp"u8)) Zone = parts.RegionOf(ref body, "zone"u8);
            else if (name.SequenceEqual("ronDB"u8)) RonDB = parts.ronDBs.Read(ref body);
            else if (name.SequenceEqual("autoscale"u8)) Autoscale = parts.autoscales.Read(ref body);
            else if (name.SequenceEqual("backupRetentionPeriod"u8)) BackupRetention = json.Number();
            else if (name.SequenceEqual("backupPipelineInProgress"u8)) BackupPipelineInProgress = json.InProgress();
            else if (name.SequenceEqual("upgradeInProgress"u8)) UpgradeInProgress = json.InProgress();
            else json.Skip();
        }
    }
}

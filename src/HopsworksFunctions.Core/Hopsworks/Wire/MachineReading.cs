using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>The current machines of a cluster, without RonDB's.</summary>
internal sealed record Machines(Nodes? Head, bool HeadIsHighlyAvailable, IReadOnlyList<WorkerGroup> Workers);

/// <summary>Readers of the parts of a cluster. Missing or invalid values become null, empty or their default.</summary>
internal static class MachineReading
{
    public static IReadOnlyDictionary<string, string> Tags(ref Utf8JsonReader json)
    {
        if (!json.StartsArray()) return Cluster.NoTags;
        var tags = new Dictionary<string, string>();
        while (json.NextElement())
        {
            if (!json.StartsObject()) continue;
            string? tag = null, value = null;
            while (json.NextMember(out var name))
                if (name.SequenceEqual("name"u8)) tag = json.Text();
                else if (name.SequenceEqual("value"u8)) value = json.Text();
                else json.Skip();
            if (!string.IsNullOrEmpty(tag)) tags[tag] = value ?? "";
        }
        return tags.Count == 0 ? Cluster.NoTags : tags;
    }

    public static Machines Configuration(ref Utf8JsonReader json)
    {
        var head = default(Group);
        IReadOnlyList<WorkerGroup> workers = [];
        if (json.StartsObject())
            while (json.NextMember(out var name))
                if (name.SequenceEqual("head"u8)) head = ReadNodes(ref json);
                else if (name.SequenceEqual("workers"u8)) workers = Workers(ref json);
                else json.Skip();
        return new((head with { Count = 1 }).As("head"), head.IsHighlyAvailable, workers);
    }

    public static IReadOnlyList<Nodes> RonDB(ref Utf8JsonReader json)
    {
        if (!json.StartsObject()) return [];
        var isAllInOne = false;
        Group mgmd = default, ndbd = default, mysqld = default, api = default;
        while (json.NextMember(out var name))
            if (name.SequenceEqual("allInOne"u8)) isAllInOne = json.Flag() == true;
            else if (name.SequenceEqual("mgmd"u8)) mgmd = ReadNodes(ref json);
            else if (name.SequenceEqual("ndbd"u8)) ndbd = ReadNodes(ref json);
            else if (name.SequenceEqual("mysqld"u8)) mysqld = ReadNodes(ref json);
            else if (name.SequenceEqual("api"u8)) api = ReadNodes(ref json);
            else json.Skip();
        // In an all-in-one RonDB, the other roles have a count but run on the ndbd machine.
        Nodes?[] nodes = isAllInOne
            ? [(ndbd with { Count = 1 }).As("ndbd")]
            : [mgmd.As("mgmd"), ndbd.As("ndbd"), mysqld.As("mysqld"), api.As("api")];
        return [.. nodes.OfType<Nodes>()];
    }

    /// <summary>Reads the autoscaler of workers without a GPU, the only one that the app knows.</summary>
    public static Autoscale? Autoscale(ref Utf8JsonReader json)
    {
        Autoscale? autoscale = null;
        if (json.StartsObject())
            while (json.NextMember(out var name))
                if (name.SequenceEqual("nonGpu"u8)) autoscale = NonGpu(ref json);
                else json.Skip();
        return autoscale;
    }

    public static int Whole(double? value) => value is > 0 and <= int.MaxValue ? (int)value : 0;

    /// <summary>Reads an autoscaler. Missing fields get the defaults from the API's documentation.</summary>
    private static Autoscale? NonGpu(ref Utf8JsonReader json)
    {
        if (!json.StartsObject()) return null;
        string? type = null;
        double? disk = null, min = null, max = null, standby = null, wait = null;
        SpotSettings? spot = null;
        while (json.NextMember(out var name))
            if (name.SequenceEqual("instanceType"u8)) type = json.Text();
            else if (name.SequenceEqual("diskSize"u8)) disk = json.Number();
            else if (name.SequenceEqual("minWorkers"u8)) min = json.Number();
            else if (name.SequenceEqual("maxWorkers"u8)) max = json.Number();
            else if (name.SequenceEqual("standbyWorkers"u8)) standby = json.Number();
            else if (name.SequenceEqual("downscaleWaitTime"u8)) wait = json.Number();
            else if (name.SequenceEqual("spotInfo"u8)) spot = Spot(ref json);
            else json.Skip();
        return string.IsNullOrEmpty(type) ? null : new(
            type, Whole(disk ?? 512), Whole(min), Whole(max ?? 10), standby ?? 0.5, Duration.FromSeconds(Whole(wait ?? 300)), spot);
    }

    private static List<WorkerGroup> Workers(ref Utf8JsonReader json)
    {
        if (!json.StartsArray()) return [];
        var workers = new List<WorkerGroup>();
        while (json.NextElement())
        {
            if (!json.StartsObject()) continue;
            var group = default(Group);
            SpotSettings? spot = null;
            while (json.NextMember(out var name))
                if (name.SequenceEqual("spotInfo"u8)) spot = Spot(ref json);
                else if (!group.Take(name, ref json)) json.Skip();
            if (group is { InstanceType.Length: > 0, Count: > 0 }) workers.Add(new(group.InstanceType, group.DiskSize, group.Count, spot));
        }
        return workers;
    }

    private static SpotSettings? Spot(ref Utf8JsonReader json)
    {
        if (!json.StartsObject()) return null;
        var (price, fallBack) = ((double?)null, (bool?)null);
        while (json.NextMember(out var name))
            if (name.SequenceEqual("maxPrice"u8)) price = json.Number();
            else if (name.SequenceEqual("fallBackOnDemand"u8)) fallBack = json.Flag();
            else json.Skip();
        return new(Whole(price ?? 100), fallBack ?? false);
    }

    private static Group ReadNodes(ref Utf8JsonReader json)
    {
        var group = default(Group);
        if (json.StartsObject())
            while (json.NextMember(out var name))
                if (name.SequenceEqual("haEnabled"u8)) group.IsHighlyAvailable = json.Flag() == true;
                else if (!group.Take(name, ref json)) json.Skip();
        return group;
    }

    /// <summary>Identical machines of any role, with the fields that were read so far.</summary>
    private record struct Group(string? InstanceType, int DiskSize, int Count, bool IsHighlyAvailable)
    {
        public bool Take(scoped ReadOnlySpan<byte> name, ref Utf8JsonReader json)
        {
            if (name.SequenceEqual("instanceType"u8)) InstanceType = json.Text();
            else if (name.SequenceEqual("diskSize"u8)) DiskSize = Whole(json.Number());
            else if (name.SequenceEqual("count"u8)) Count = Whole(json.Number());
            else return false;
            return true;
        }

        public readonly Nodes? As(string role) =>
            InstanceType is { Length: > 0 } && Count > 0 ? new(role, InstanceType, DiskSize, Count) : null;
    }
}

using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>
/// The clusters of one answer, with the bytes of each. Where the next answer has the same bytes, it reuses the objects without reading.
/// Safe for concurrent use once it is read.
/// </summary>
internal sealed class Listing
{
    /// <summary>The state of clusters that could not be read. No policy acts on it.</summary>
    public const string Unreadable = "unreadable";

    public static readonly Listing None = new([]);

    private readonly byte[] body;
    private readonly List<Entry> entries = [];
    private readonly Lazy<Dictionary<string, int>> placesById;
    private Instant since = Instant.MinValue;
    private Instant until = Instant.MaxValue;

    private Listing(byte[] body)
    {
        this.body = body;
        placesById = new(() =>
        {
            var places = new Dictionary<string, int>(entries.Count);
            for (var i = 0; i < entries.Count; i++) places.TryAdd(entries[i].Cluster.Id, i);
            return places;
        });
    }

    public IEnumerable<Cluster> Clusters => entries.Select(entry => entry.Cluster);

    /// <summary>The number of elements of the answer that are left out because they have no ID.</summary>
    public int WithoutId { get; private set; }

    /// <summary>Reads the clusters of a payload; null if it has no list of them.</summary>
    /// <param name="last">An earlier answer. It affects only the identity of the objects in the result.</param>
    public static Listing? ReadPayload(ref BodyReader body, Listing last, Instant now)
    {
        Listing? listing = null;
        while (body.Json.NextMember(out var name))
            if (name.SequenceEqual("clusters"u8)) listing = Read(ref body, last, now);
            else body.Json.Skip();
        return listing;
    }

    /// <summary>
    /// Reads the current array; null if it is none. An unreadable cluster does not affect the others: it keeps its ID and name, and gets
    /// the state <see cref="Unreadable"/>.
    /// </summary>
    private static Listing? Read(ref BodyReader body, Listing last, Instant now)
    {
        if (body.Json.TokenType is not JsonTokenType.StartArray)
        {
            body.Json.Skip();
            return null;
        }
        // Dates that were in the future may now be in the past.
        if (now < last.since || now >= last.until) last = None;
        var listing = new Listing(body.Body);
        var (reader, expected) = (new ClusterReader(now), 0);
        while (body.Json.NextElement())
        {
            listing.AddRead(ref body, reader, last, ref expected);
            listing.AddUnchanged(ref body, last, ref expected);
        }
        listing.since = Instant.Max(last.since, reader.Since);
        listing.until = Instant.Min(last.until, reader.Until);
        return listing;
    }

    /// <summary>Adds the current element.</summary>
    /// <param name="expected">The place in the last answer of the cluster that is expected here, and afterwards of the next one.</param>
    private void AddRead(ref BodyReader body, ClusterReader reader, Listing last, ref int expected)
    {
        var start = body.Start;
        if (ReadOne(ref body, reader) is not { } cluster)
        {
            WithoutId++;
            return;
        }
        var length = body.End - start;
        if (last.Place(cluster.Id, expected) is { } place)
        {
            if (last.Bytes(place).SequenceEqual(body.Body.AsSpan(start, length))) cluster = last.entries[place].Cluster;
            expected = place + 1;
        }
        entries.Add(new(start, length, cluster));
    }

    /// <summary>Adds the elements after the current one that have the same bytes as in the last answer.</summary>
    private void AddUnchanged(ref BodyReader body, Listing last, ref int expected)
    {
        var end = body.End;
        for (; expected < last.entries.Count; expected++)
        {
            // Bytes that begin with a complete object are that object.
            if (NextElement(end) is not { } start || !this.body.AsSpan(start).StartsWith(last.Bytes(expected))) break;
            entries.Add(last.entries[expected] with { Start = start });
            end = start + entries[^1].Length;
        }
        if (end > body.End) body.ContinueAt(end);
    }

    /// <summary>Returns the start of the element after an end; null if none follows.</summary>
    private int? NextElement(int end)
    {
        var comma = SkipSpace(end);
        return comma < body.Length && body[comma] == ',' ? SkipSpace(comma + 1) : null;
    }

    private int SkipSpace(int from)
    {
        while (from < body.Length && body[from] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') from++;
        return from;
    }

    private int? Place(string id, int expected)
    {
        if (expected < entries.Count && entries[expected].Cluster.Id == id) return expected;
        return placesById.Value.TryGetValue(id, out var place) ? place : null;
    }

    private ReadOnlySpan<byte> Bytes(int place) => body.AsSpan(entries[place].Start, entries[place].Length);

    private static Cluster? ReadOne(ref BodyReader body, ClusterReader reader)
    {
        var start = body.Json;
        try
        {
            return reader.Read(ref body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            body.Json = start;
            return Identity(ref body.Json);
        }
    }

    private static Cluster? Identity(ref Utf8JsonReader json)
    {
        using var document = JsonDocument.ParseValue(ref json);
        var (id, name) = (Text(document.RootElement, "id"), Text(document.RootElement, "name"));
        return string.IsNullOrEmpty(id) ? null : new()
        {
            Id = id, Name = string.IsNullOrEmpty(name) ? id : name, StateText = Unreadable,
        };
    }

    private static string? Text(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // The value is not a string, or not valid Unicode.
            return null;
        }
    }

    private readonly record struct Entry(int Start, int Length, Cluster Cluster);
}

using System.Collections.Concurrent;
using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>A day's entries, or a part of them, as reports count them: without run, reason, message and answer.</summary>
/// <param name="Texts">Names, ids, enum words, node lists in JSON and ends of holds, each once.</param>
/// <param name="Entries">
/// For each entry, oldest first, in numbers of 7 bits a byte: its time, kind, cluster's id and name, rule, person, step, cause, when it was
/// left, nodes, and a hold's state and end. Times are ticks since the day's start; what is null is 0, and others are one more than their
/// place. Null when the day must be read in the log.
/// </param>
/// <param name="HasMore">Whether another document follows.</param>
internal sealed record DayDocument(IReadOnlyList<string> Texts, byte[]? Entries, bool HasMore)
{
    public static readonly DayDocument InLog = new([], null, HasMore: false);

    /// <summary>What savings and timelines are made of.</summary>
    public static readonly IReadOnlyList<AuditKind> Kinds =
        [AuditKind.CameUp, AuditKind.WentDown, AuditKind.ClusterDeleted, AuditKind.Start, AuditKind.Hold, AuditKind.Release];

    public static DayDocument Of(IReadOnlyList<AuditEntry> entries, Instant start, bool hasMore)
    {
        var texts = new Table();
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
        {
            foreach (var entry in entries)
            {
                writer.Write7BitEncodedInt64(Offset(entry.At, start));
                writer.Write7BitEncodedInt(texts.PlaceOf(CamelCase.Of(entry.Kind)));
                foreach (var text in (ReadOnlySpan<string?>)[entry.ClusterId, entry.ClusterName, entry.Rule, entry.By])
                    writer.Write7BitEncodedInt(texts.PlaceOf(text));
                writer.Write7BitEncodedInt(texts.PlaceOf(WordOf(entry.Step)));
                writer.Write7BitEncodedInt(texts.PlaceOf(WordOf(entry.Cause)));
                writer.Write7BitEncodedInt64(entry.Left is { } left ? Offset(left, start) : 0);
                writer.Write7BitEncodedInt(texts.PlaceOf(
                    entry.Nodes is null ? null : JsonSerializer.Serialize(entry.Nodes, StateJson.Documents)));
                writer.Write7BitEncodedInt(texts.PlaceOf(WordOf(entry.HeldAs)));
                writer.Write7BitEncodedInt(texts.PlaceOf(
                    entry.HeldUntil is { } until ? InstantPattern.ExtendedIso.Format(until) : null));
            }
        }
        return new(texts.Values, bytes.ToArray(), hasMore);
    }

    /// <param name="lists">The node lists of all days read, so that those that are equal are one object.</param>
    /// <exception cref="JsonException">It is damaged.</exception>
    public void AddTo(List<AuditEntry> entries, Instant start, ConcurrentDictionary<string, NodeList> lists)
    {
        try
        {
            using var bytes = new MemoryStream(Entries!);
            using var reader = new BinaryReader(bytes);
            var (kinds, steps, causes, states) = (Words<AuditKind>(), Words<AuditStep>(), Words<Cause>(), Words<HoldState>());
            while (bytes.Position < bytes.Length)
            {
                var at = Time(reader, start)!.Value;
                entries.Add(new AuditEntry(at, "", "", kinds.At(reader.Read7BitEncodedInt())!.Value, "")
                {
                    ClusterId = Text(reader),
                    ClusterName = Text(reader),
                    Rule = Text(reader),
                    By = Text(reader),
                    Step = steps.At(reader.Read7BitEncodedInt()),
                    Cause = causes.At(reader.Read7BitEncodedInt()),
                    Left = Time(reader, start),
                    Nodes = Text(reader) is { } list ? lists.GetOrAdd(list, Parse) : null,
                    HeldAs = states.At(reader.Read7BitEncodedInt()),
                    HeldUntil = Text(reader) is { } until ? InstantPattern.ExtendedIso.Parse(until).Value : null,
                });
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or UnparsableValueException
            or InvalidOperationException)
        {
            throw new JsonException("The entries of a closed day cannot be read.", e);
        }
    }

    // Zigzag, so that times of the day before are short too; one more than that, since 0 is null.
    private static long Offset(Instant time, Instant start) =>
        time.ToUnixTimeTicks() - start.ToUnixTimeTicks() is var ticks && ticks < 0 ? -2 * ticks : 2 * ticks + 1;

    private static Instant? Time(BinaryReader reader, Instant start)
    {
        var offset = reader.Read7BitEncodedInt64();
        return offset == 0 ? null : start + Duration.FromTicks(offset % 2 == 0 ? -offset / 2 : offset / 2);
    }

    private static string? WordOf<T>(T? member)
        where T : struct, Enum => member is { } known ? CamelCase.Of(known) : null;

    private static NodeList Parse(string json) => JsonSerializer.Deserialize<NodeList>(json, StateJson.Documents)!;

    private string? Text(BinaryReader reader) => reader.Read7BitEncodedInt() is > 0 and var place ? Texts[place - 1] : null;

    private KnownWords<T> Words<T>()
        where T : struct, Enum => new(Texts);

    /// <summary>Values in the order of their first use.</summary>
    private sealed class Table
    {
        private readonly Dictionary<string, int> places = [];

        public IReadOnlyList<string> Values => [.. places.Keys];

        /// <summary>One more than the value's index; 0 for null.</summary>
        public int PlaceOf(string? value)
        {
            if (value is null)
                return 0;
            if (!places.TryGetValue(value, out var place))
                places.Add(value, place = places.Count + 1);
            return place;
        }
    }

    /// <summary>The members that texts name, each parsed once.</summary>
    private sealed class KnownWords<T>(IReadOnlyList<string> texts)
        where T : struct, Enum
    {
        private readonly T?[] members = new T?[texts.Count];

        public T? At(int place) =>
            place == 0 ? null : members[place - 1] ??= JsonSerializer.Deserialize<T>($"\"{texts[place - 1]}\"", StateJson.Documents);
    }
}

using System.Text.Json;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>A day's entries, or a part of them, as reports count them: without run, reason, message and answer.</summary>
/// <param name="Texts">The distinct names, ids, enum words, node lists in JSON, and ends of holds.</param>
/// <param name="Entries">
/// For each entry, oldest first, as 7-bit encoded numbers: time, kind, cluster id and name, rule, person, step, cause,
/// <see cref="AuditEntry.Left"/>, nodes, and a hold's state and end. Times are ticks relative to the start of the day. Null is 0; a text is
/// one more than its index, and a time is zigzag encoded plus one. Null if the day must be read from the log.
/// </param>
/// <param name="HasMore">Whether another document follows.</param>
internal sealed record DayDocument(IReadOnlyList<string> Texts, byte[]? Entries, bool HasMore)
{
    public static readonly DayDocument InLog = new([], null, HasMore: false);

    /// <summary>The kinds of entries that savings and timelines need.</summary>
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
                Time(entry.At);
                Text(CamelCase.Of(entry.Kind));
                Text(entry.ClusterId);
                Text(entry.ClusterName);
                Text(entry.Rule);
                Text(entry.By);
                Text(WordOf(entry.Step));
                Text(WordOf(entry.Cause));
                Time(entry.Left);
                Text(entry.Nodes is { } nodes ? JsonSerializer.Serialize(nodes, StateJson.Documents) : null);
                Text(WordOf(entry.HeldAs));
                Text(entry.HeldUntil is { } until ? InstantPattern.ExtendedIso.Format(until) : null);
            }

            void Time(Instant? time) => writer.Write7BitEncodedInt64(time is { } known ? Offset(known, start) : 0);

            void Text(string? text) => writer.Write7BitEncodedInt(texts.PlaceOf(text));
        }
        return new(texts.Values, bytes.ToArray(), hasMore);
    }

    /// <param name="known">The shared values of all days that were read.</param>
    /// <returns>
    /// False if the day must be read from the log, for example because this document is damaged. Some entries may have been added.
    /// </returns>
    public bool TryAddTo(List<AuditEntry> entries, Instant start, KnownValues known)
    {
        if (Entries is null)
            return false;
        try
        {
            using var bytes = new MemoryStream(Entries);
            using var numbers = new BinaryReader(bytes);
            var reader = new Reader(numbers, [.. Texts.Select(known.TextOf)], start, known);
            while (bytes.Position < bytes.Length)
                entries.Add(reader.Next());
            return true;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or InvalidOperationException or JsonException
            or IndexOutOfRangeException or OverflowException or UnparsableValueException)
        {
            return false;
        }
    }

    // Zigzag encoding also keeps times of the day before short. The result is one higher, because 0 means null.
    private static long Offset(Instant time, Instant start) =>
        time.ToUnixTimeTicks() - start.ToUnixTimeTicks() is var ticks && ticks < 0 ? -2 * ticks : 2 * ticks + 1;

    private static string? WordOf<T>(T? member)
        where T : struct, Enum => member is { } known ? CamelCase.Of(known) : null;

    /// <summary>The distinct values in the order of their first use.</summary>
    private sealed class Table
    {
        private readonly Dictionary<string, int> places = [];

        public IReadOnlyList<string> Values => [.. places.Keys];

        /// <summary>Returns one more than the value's index; 0 for null.</summary>
        public int PlaceOf(string? value)
        {
            if (value is null)
                return 0;
            if (!places.TryGetValue(value, out var place))
                places.Add(value, place = places.Count + 1);
            return place;
        }
    }

    private sealed class Reader(BinaryReader numbers, string[] texts, Instant start, KnownValues known)
    {
        private readonly Words<AuditKind> kinds = new(texts.Length);
        private readonly Words<AuditStep> steps = new(texts.Length);
        private readonly Words<Cause> causes = new(texts.Length);
        private readonly Words<HoldState> states = new(texts.Length);

        public AuditEntry Next() => new(Time()!.Value, "", "", Member(kinds)!.Value, "")
        {
            ClusterId = Text(),
            ClusterName = Text(),
            Rule = Text(),
            By = Text(),
            Step = Member(steps),
            Cause = Member(causes),
            Left = Time(),
            Nodes = Text() is { } list ? known.NodesOf(list) : null,
            HeldAs = Member(states),
            HeldUntil = Text() is { } until ? InstantPattern.ExtendedIso.Parse(until).Value : null,
        };

        private Instant? Time()
        {
            var offset = numbers.Read7BitEncodedInt64();
            return offset == 0 ? null : start + Duration.FromTicks(offset % 2 == 0 ? -offset / 2 : offset / 2);
        }

        private string? Text() => numbers.Read7BitEncodedInt() is > 0 and var place ? texts[place - 1] : null;

        private T? Member<T>(Words<T> words)
            where T : struct, Enum =>
            numbers.Read7BitEncodedInt() is > 0 and var place ? words.Known[place - 1] ??= KnownValues.Parse<T>($"\"{texts[place - 1]}\"")
                : null;

        /// <summary>The parsed enum members of the texts, so that each text is parsed only once.</summary>
        private sealed class Words<T>(int count)
            where T : struct, Enum
        {
            public T?[] Known { get; } = new T?[count];
        }
    }
}

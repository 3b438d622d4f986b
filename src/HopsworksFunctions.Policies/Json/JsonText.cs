using System.Text;
using System.Text.Json;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Reads JSON with comments and trailing commas into <see cref="JsonNode"/>s.</summary>
public static class JsonText
{
    /// <summary>
    /// Returns the text's value. If it is not valid JSON, returns null and adds one problem that says where. A duplicate field is also a
    /// problem.
    /// </summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<Problem> problems)
    {
        if (utf8.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            utf8 = utf8[3..];
        var places = new Places();
        var reader = new Utf8JsonReader(utf8, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var root = Read(ref reader, utf8, places, JsonPath.Root, problems);
            // The reader rejects content after the first value only when it reads on.
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            problems.Add(Problem.Error(places.At(utf8, Offset(utf8, e), JsonPath.Root), $"invalid JSON: {Reason(e)}"));
        }
        catch (InvalidOperationException)
        {
            problems.Add(Problem.Error(places.At(utf8, (int)reader.TokenStartIndex, JsonPath.Root),
                "invalid JSON: this text is not valid Unicode"));
        }
        return null;
    }

    private static JsonNode Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, Places places, JsonPath path, ICollection<Problem> problems)
    {
        var place = places.At(utf8, (int)reader.TokenStartIndex, path);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new()
                {
                    Place = place, Kind = JsonValueKind.Object,
                    Members = ReadMembers(ref reader, utf8, places, path, problems)
                };
            case JsonTokenType.StartArray:
                var items = new List<JsonNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, utf8, places, path.Item(items.Count), problems));
                return new() { Place = place, Kind = JsonValueKind.Array, Items = items };
            case JsonTokenType.String:
                return new() { Place = place, Kind = JsonValueKind.String, Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new() { Place = place, Kind = JsonValueKind.Number, Text = Encoding.UTF8.GetString(reader.ValueSpan) };
            default:
                return new()
                {
                    Place = place,
                    Kind = reader.TokenType switch
                    {
                        JsonTokenType.True => JsonValueKind.True,
                        JsonTokenType.False => JsonValueKind.False,
                        _ => JsonValueKind.Null,
                    },
                };
        }
    }

    private static List<JsonMember> ReadMembers(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, Places places, JsonPath path, ICollection<Problem> problems)
    {
        var members = new List<JsonMember>();
        var names = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var inner = path.Member(name);
            var at = places.At(utf8, (int)reader.TokenStartIndex, inner);
            reader.Read();
            var value = Read(ref reader, utf8, places, inner, problems);
            if (names.Add(name))
                members.Add(new(name, at, value));
            else
                problems.Add(Problem.Error(at, $"duplicate field '{name}'. Keep one"));
        }
        return members;
    }

    private static int Offset(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var start = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(start + (e.BytePositionInLine ?? 0), utf8.Length);
    }

    // The reader's message ends with path, line and position, which the problem's place reports better.
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }

    /// <summary>Turns offsets, which must not decrease, into lines and columns.</summary>
    private sealed class Places
    {
        private int offset;
        private int line = 1;
        private int column = 1;

        public JsonPlace At(ReadOnlySpan<byte> utf8, int next, JsonPath path)
        {
            var passed = utf8[offset..next];
            var lastLine = passed.LastIndexOf((byte)'\n') + 1;
            if (lastLine > 0)
                (line, column) = (line + passed.Count((byte)'\n'), 1);
            column += Encoding.UTF8.GetCharCount(passed[lastLine..]);
            offset = next;
            return new(path, line, column);
        }
    }
}

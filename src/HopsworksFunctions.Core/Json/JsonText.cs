using System.Text;
using System.Text.Json;

namespace HopsworksFunctions.Core.Json;

/// <summary>Reads JSON with comments and trailing commas into <see cref="JsonNode"/>s.</summary>
public static class JsonText
{
    /// <summary>The text's value; null where it is not JSON, with one problem that says where. A member given twice is a problem too.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<Problem> problems)
    {
        if (utf8.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            utf8 = utf8[3..];
        var lines = new LineIndex(utf8);
        try
        {
            var reader = new Utf8JsonReader(utf8, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reader.Read();
            var root = Read(ref reader, utf8, lines, "$", problems);
            if (reader.Read())
                problems.Add(Problem.Error(lines.At(utf8, (int)reader.TokenStartIndex, "$"), "nothing may follow the first value"));
            return root;
        }
        catch (JsonException e)
        {
            var place = new JsonPlace("$", (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            problems.Add(Problem.Error(place, $"this is not JSON: {Reason(e)}"));
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Add(Problem.Error(new("$", 1, 1), "this is not JSON: it holds text that is not valid UTF-8 or UTF-16"));
            return null;
        }
    }

    private static JsonNode Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, LineIndex lines, string path, ICollection<Problem> problems)
    {
        var place = lines.At(utf8, (int)reader.TokenStartIndex, path);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<JsonMember>();
                var names = new HashSet<string>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var inner = PathOf(path, name);
                    var at = lines.At(utf8, (int)reader.TokenStartIndex, inner);
                    reader.Read();
                    var value = Read(ref reader, utf8, lines, inner, problems);
                    if (names.Add(name))
                        members.Add(new(name, at, value));
                    else
                        problems.Add(Problem.Error(at, $"'{name}' is given twice; keep one of them"));
                }
                return new() { Place = place, Kind = JsonValueKind.Object, Members = members };
            case JsonTokenType.StartArray:
                var items = new List<JsonNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Read(ref reader, utf8, lines, $"{path}[{items.Count}]", problems));
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

    private static string PathOf(string path, string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $"{path}.{name}" : $"{path}['{name.Replace("'", "\\'", StringComparison.Ordinal)}']";

    // The reader's message ends with its own account of path, line and position, which we say better.
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }

    private sealed class LineIndex
    {
        private readonly List<int> starts = [0];

        public LineIndex(ReadOnlySpan<byte> utf8)
        {
            for (var i = 0; i < utf8.Length; i++)
            {
                if (utf8[i] == '\n')
                    starts.Add(i + 1);
            }
        }

        public JsonPlace At(ReadOnlySpan<byte> utf8, int offset, string path)
        {
            var line = starts.BinarySearch(offset);
            if (line < 0)
                line = ~line - 1;
            return new(path, line + 1, Encoding.UTF8.GetCharCount(utf8[starts[line]..offset]) + 1);
        }
    }
}

using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Functions;

/// <summary>What a request says of itself: who asks, where nobody has signed in, and why.</summary>
internal sealed record NoteBody(string? By, string? Reason)
{
    public const string Example = """{"by":"anna","reason":"demo at ten"}""";

    public static readonly NoteBody Empty = new(null, null);

    public static NoteBody Read(ObjectReader reader) => new(Line(reader, "by", 100), Line(reader, "reason", 500));

    private static string? Line(ObjectReader reader, string member, int longest)
    {
        var text = reader.String(member)?.Trim();
        if (text?.Length > longest)
            reader.Complain(reader.Node[member]!, $"'{member}' has {text.Length} characters, at most {longest} are kept");
        else if (text is not null && text.Any(char.IsControl))
            reader.Complain(reader.Node[member]!, $"'{member}' is one line, without control characters");
        return string.IsNullOrEmpty(text) ? null : text;
    }
}

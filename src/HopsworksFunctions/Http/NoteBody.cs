using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Http;

/// <summary>The note of a request: the requester's name, if nobody has signed in, and the reason.</summary>
internal sealed record NoteBody(string? By, string? Reason)
{
    public const string Example = """{"by":"anna","reason":"demo at ten"}""";

    public static readonly NoteBody Empty = new(null, null);

    public static NoteBody Read(ObjectReader reader) => new(OneLine.Read(reader, "by", 100), OneLine.Read(reader, "reason", 500));
}

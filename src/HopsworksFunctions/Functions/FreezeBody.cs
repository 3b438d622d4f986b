using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Functions;

/// <summary>The body of a request for a freeze.</summary>
internal sealed record FreezeBody(HoldEnd? Until, NoteBody Note)
{
    public const string Example = """{"until":"8h","reason":"month-end"}""";

    public static FreezeBody Read(ObjectReader reader) =>
        new(reader.Any("until") is { } until ? FreezeWords.End(reader, until) : null, NoteBody.Read(reader));
}

using System.Text.Json;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Functions;

/// <summary>The body of a request for a hold.</summary>
internal sealed record HoldBody(HoldRequest Hold, string? By)
{
    public const string Example = """{"state":"up","until":"2h","reason":"month-end"}""";

    public static HoldBody Read(ObjectReader reader)
    {
        var state = reader.Choice("state", HoldWords.States) ?? default;
        var end = reader.Any("until") is { } until ? HoldWords.End(reader, until) : null;
        Need(reader, "state", "up, down or asIs");
        Need(reader, "until", HoldWords.Ends);
        var note = NoteBody.Read(reader);
        return new(new(state, end ?? new HoldEnd.After(default), note.Reason), note.By);
    }

    private static void Need(ObjectReader reader, string member, string expected)
    {
        if (reader.Node.Kind == JsonValueKind.Object && reader.Node[member] is null)
            reader.AddError(reader.Node, $"missing field '{member}': {expected}");
    }
}

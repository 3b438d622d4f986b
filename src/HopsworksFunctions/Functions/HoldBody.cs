using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Operations;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Functions;

/// <summary>The body of a request for a hold.</summary>
internal sealed record HoldBody(HoldRequest Hold, string? By)
{
    public const string Example = """{"state":"up","until":"2h","reason":"month-end"}""";

    private const string Ends = "a duration such as '2h', an instant such as 2026-06-01T20:00:00Z, nextStart or nextStop";

    private static readonly Dictionary<string, HoldState> States = new() { ["up"] = HoldState.Up, ["down"] = HoldState.Down, ["asIs"] = HoldState.AsIs };

    public static HoldBody Read(ObjectReader reader)
    {
        var state = reader.Choice("state", States) ?? default;
        var end = reader.Any("until") is { } until ? End(reader, until) : null;
        Need(reader, "state", "up, down or asIs");
        Need(reader, "until", Ends);
        var note = NoteBody.Read(reader);
        return new(new(state, end ?? new HoldEnd.After(default), note.Reason), note.By);
    }

    private static HoldEnd? End(ObjectReader reader, JsonNode until) =>
        reader.Read<HoldEnd>(until, Ends, text => HoldEnd.Parse(text) is { } end ? (end, null) : (null, $"'{text}' is not {Ends}"));

    private static void Need(ObjectReader reader, string member, string expected)
    {
        if (reader.Node.Kind == JsonValueKind.Object && reader.Node[member] is null)
            reader.Complain(reader.Node, $"'{member}' is missing: {expected}");
    }
}

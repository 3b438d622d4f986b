using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The text forms of holds in requests and settings.</summary>
public static class HoldWords
{
    public const string Ends =
        "a duration such as 2h, a time such as 2026-06-01T20:00:00Z, nextStart, nextStop or, with state down, released";

    public static Dictionary<string, HoldState> States { get; } = new()
    {
        ["up"] = HoldState.Up, ["down"] = HoldState.Down,
        ["asIs"] = HoldState.AsIs
    };

    public static HoldEnd? End(ObjectReader reader, JsonNode until) =>
        reader.Read<HoldEnd>(until, Ends, text => HoldEnd.Parse(text) is { } end ? (end, null) : (null, $"expected {Ends}, got '{text}'"));
}

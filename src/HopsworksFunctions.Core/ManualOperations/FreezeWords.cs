using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The text forms of freezes in requests and settings.</summary>
public static class FreezeWords
{
    public const string Ends = "a duration such as 8h or a time such as 2026-06-01T20:00:00Z";

    /// <summary>Returns the end; null if the text is neither a duration nor an instant.</summary>
    public static HoldEnd? Parse(string text) => HoldEnd.Parse(text) is (HoldEnd.After or HoldEnd.At) and { } end ? end : null;

    public static HoldEnd? End(ObjectReader reader, JsonNode until) =>
        reader.Read<HoldEnd>(until, Ends, text => Parse(text) is { } end ? (end, null) : (null, $"expected {Ends}, got '{text}'"));
}

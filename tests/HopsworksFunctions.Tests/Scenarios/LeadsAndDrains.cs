using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Random start-ahead times and drains, which only some rules have.</summary>
internal static class LeadsAndDrains
{
    /// <summary>Returns a short or a long time, one that joins windows, or the learned one; null for most numbers.</summary>
    public static JsonNode? Ahead(int number) => number switch
    {
        0 => "10m",
        1 => "50m",
        2 => "240m",
        3 or 4 => "auto",
        _ => null,
    };

    /// <summary>Returns a drain that is short, or longer than the night; null for most numbers.</summary>
    public static JsonNode? Drain(int number) => number switch
    {
        0 => Drain("20m", "60m"),
        1 => Drain("10m", "180m"),
        2 => Drain("30m", "840m"),
        3 => Drain("5m", "20m"),
        _ => null,
    };

    private static JsonObject Drain(string idle, string atMost) => new() { ["idle"] = idle, ["atMost"] = atMost };
}

using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Starts ahead and drains of random scenarios, which some rules have.</summary>
internal static class LeadsAndDrains
{
    /// <summary>A short or a long time, one that joins windows, or what the starts take; null for most numbers.</summary>
    public static JsonNode? Ahead(int number) => number switch
    {
        0 => "10m",
        1 => "50m",
        2 => "240m",
        3 or 4 => "auto",
        _ => null,
    };

    /// <summary>Short, or longer than the night; null for most numbers.</summary>
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

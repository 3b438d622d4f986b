using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Policies of random scenarios, with forms that belong to more than one date or more than one zone.</summary>
internal static class UnionsAndSpans
{
    /// <summary>On which Europe's clocks change in the middle of the span.</summary>
    private const string Excepted = "2026-03-29";

    /// <summary>The first has a span of dates that an excepted date cuts, the second is of another zone, and the third is both.</summary>
    public static JsonObject In(JsonObject policies)
    {
        var copy = (JsonObject)policies.DeepClone();
        var schedules = copy["schedules"]!.AsObject();
        schedules["s0"]!["up"]!.AsArray().Add("2026-03-28 14:00 > 2026-03-30 02:00");
        schedules["s0"]!["except"] = new JsonArray(Excepted);
        schedules["s1"]!["timeZone"] = "Asia/Kolkata";
        schedules.Remove("s2");
        schedules.Insert(0, "s2", new JsonObject { ["union"] = new JsonArray("s0", "s1") });
        return copy;
    }

    /// <summary>The excepted dates of a schedule that lie in the scenario.</summary>
    public static IEnumerable<JsonNode> ExceptedOf(JsonObject schedule) =>
        (schedule["except"]?.AsArray() ?? []).Where(date => (string)date! == Excepted).Select(date => date!.DeepClone());
}

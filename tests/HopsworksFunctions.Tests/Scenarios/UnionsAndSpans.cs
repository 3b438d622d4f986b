using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Policies for random scenarios, with schedules that span several dates or time zones.</summary>
internal static class UnionsAndSpans
{
    /// <summary>The date of Europe's clock change, in the middle of the span.</summary>
    private const string Excepted = "2026-03-29";

    /// <summary>Gives the first schedule a span of dates with an excluded date, the second another zone, the third their union.</summary>
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

    /// <summary>Returns the schedule's excluded dates that lie in the scenario.</summary>
    public static IEnumerable<JsonNode> ExceptedOf(JsonObject schedule) =>
        (schedule["except"]?.AsArray() ?? []).Where(date => (string)date! == Excepted).Select(date => date!.DeepClone());
}

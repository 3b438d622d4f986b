using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Random scenarios with more times of every kind. Some have long periods in which little happens.</summary>
internal static class VariedScenarios
{
    private static readonly string[] Ends = ["nextStart", "nextStop", "released", "3d", "13d"];
    private static readonly string[] Waits = ["0m", "7m", "90m", "5h", "20h"];
    private static readonly string[] ManualHolds = ["20m", "4h", "22:00", "05:07"];
    private static readonly string[] Warnings = ["7m", "15m", "2h"];
    private static readonly string[] Ticks = ["5m", "5m", "10m", "7m"];
    private static readonly string[] Activities = ["busy", "busy", "idle", "unreachable"];

    public static JsonObject One(ScenarioSize size, uint seed)
    {
        var scenario = RandomScenarios.One(size, seed);
        var random = new Random((int)seed);
        scenario["tick"] = Any(random, Ticks);
        var events = scenario["events"]!.AsArray();
        if (random.Next(5) > 0)
            events[0]!["upTo"] = "0s";
        // Most of these scenarios have fewer events than is usual for their size.
        var kept = random.Next(3) == 0 ? events.Count : random.Next(8);
        foreach (var happening in events.Skip(1).Where(_ => random.Next(events.Count) >= kept).ToList())
            events.Remove(happening);
        foreach (var hold in events.Where(e => (string)e!["do"]! == "hold" && random.Next(3) == 0))
            hold!["until"] = Any(random, Ends);
        Vary(scenario, random);
        foreach (var happening in events.Where(e => e!["policies"]?["schedules"] is not null))
            Vary(happening!.AsObject(), random);
        foreach (var cluster in scenario["clusters"]!.AsArray())
            cluster!["activity"] = Any(random, Activities);
        if (random.Next(6) == 0)
            AddWrongClock(events, size, scenario, random);
        if (random.Next(4) == 0)
            AddFreeze(events, size, scenario, random);
        return scenario;
    }

    /// <summary>Varies the times in the policies of a scenario or an event.</summary>
    private static void Vary(JsonObject holder, Random random)
    {
        var policies = holder["policies"]!.AsObject();
        if (random.Next(2) == 0)
        {
            policies["defaults"] = new JsonObject
            {
                ["newClusterGrace"] = Any(random, Waits), ["minUptime"] = Any(random, Waits), ["minDowntime"] = Any(random, Waits),
                ["manualHold"] = Any(random, ManualHolds),
            };
        }
        if (random.Next(8) == 0)
            policies["dryRun"] = true;
        if (random.Next(4) == 0 && policies["limits"] is JsonObject limits)
            limits["maxStopPercent"] = 30;
        foreach (var rule in policies["rules"]!.AsArray().Cast<JsonObject>().Where(rule => rule["schedule"] is not null))
        {
            if (rule["warn"] is not null)
                rule["warn"] = Any(random, Warnings);
            if (rule["maxUptime"] is not null)
                rule["maxUptime"] = random.Next(2) == 0 ? "5h" : "26h";
            if (random.Next(6) == 0)
                rule["stop"] = false;
            if (random.Next(6) == 0)
                rule["start"] = false;
            if (random.Next(8) > 0)
                continue;
            foreach (var member in new[] { "schedule", "enforce", "startAhead", "drain", "start" })
                rule.Remove(member);
        }
    }

    /// <summary>Sets the clock ahead or behind for up to five hours.</summary>
    private static void AddWrongClock(JsonArray events, ScenarioSize size, JsonObject scenario, Random random)
    {
        var (at, until) = SomeHours(size, scenario, random);
        var by = random.Next(4) switch { 0 => "3m", 1 => "-4m", 2 => "15d", _ => "-2h" };
        events.Add(new JsonObject { ["at"] = at.ToString(), ["do"] = "clock", ["by"] = by });
        events.Add(new JsonObject { ["at"] = until.ToString(), ["do"] = "clock", ["by"] = "0s" });
    }

    /// <summary>Freezes the account for up to five hours, either with a set end or until someone unfreezes it.</summary>
    private static void AddFreeze(JsonArray events, ScenarioSize size, JsonObject scenario, Random random)
    {
        var (at, until) = SomeHours(size, scenario, random);
        if (random.Next(2) == 0)
        {
            events.Add(new JsonObject { ["at"] = at.ToString(), ["do"] = "freeze", ["until"] = until.ToString() });
            return;
        }
        events.Add(new JsonObject { ["at"] = at.ToString(), ["do"] = "freeze", ["reason"] = "month-end" });
        events.Add(new JsonObject { ["at"] = until.ToString(), ["do"] = "unfreeze" });
    }

    private static (Instant At, Instant Until) SomeHours(ScenarioSize size, JsonObject scenario, Random random)
    {
        var at = InstantPattern.ExtendedIso.Parse((string)scenario["start"]!).Value
            + Duration.FromMinutes(random.Next((size.Days - size.CalmDays) * 24 * 60 - 600));
        return (at, at + Duration.FromMinutes(random.Next(1, 300)));
    }

    private static string Any(Random random, string[] choices) => choices[random.Next(choices.Length)];
}

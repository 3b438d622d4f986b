using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HopsworksFunctions.Cli.Simulation;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Scenarios with random rules, clusters, manual actions and faults.</summary>
internal static class RandomScenarios
{
    public const string Seed = "0N0XIzNsQ0O2";

    private static readonly string[] Windows =
        ["mon-fri 07:00-19:00", "daily 22:00-06:00", "sat,sun 09:00-13:00", "fri 08:00 > mon 06:00", "daily 02:30-03:10",
            "daily 12:00-12:20", "day 28 00:00-24:00"];

    private static readonly Gen<JsonObject> Rule =
        from id in Gen.Int[0, 5]
        from kind in Gen.Int[0, 11]
        from enforce in Gen.Int[0, 4]
        from idle in Gen.Int[0, 2]
        from uptime in Gen.Int[0, 3]
        from warn in Gen.Int[0, 2]
        from workers in Gen.Int[0, 5]
        from schedule in Gen.Int[0, 2]
        from ahead in Gen.Int[0, 11]
        from drain in Gen.Int[0, 9]
        select kind switch
        {
            0 => new JsonObject { ["match"] = Match(id), ["protect"] = true },
            1 => new JsonObject { ["match"] = Match(id), ["manage"] = false },
            _ => With(new JsonObject { ["match"] = Match(id), ["schedule"] = $"s{schedule}" },
                ("dryRun", kind == 2 ? true : null),
                ("enforce", enforce == 0 ? true : null),
                ("idle", idle == 0 ? new JsonObject { ["after"] = "30m", ["samples"] = 3 } : null),
                ("maxUptime", uptime == 0 ? "5h" : null),
                ("startAhead", LeadsAndDrains.Ahead(ahead)),
                ("drain", LeadsAndDrains.Drain(drain)),
                ("restoreWorkers", workers == 0 ? false : null),
                ("warn", warn == 0 ? "15m" : null)),
        };

    /// <summary>A rule of most policies that protects tagged clusters or does not manage them.</summary>
    private static readonly Gen<JsonObject?> Guard =
        from kind in Gen.Int[0, 2]
        select kind == 0 ? null : new JsonObject
        {
            ["name"] = "guard",
            ["match"] = new JsonObject { ["tags"] = new JsonObject { ["env"] = "prod" } },
            [kind == 1 ? "protect" : "manage"] = kind == 1,
        };

    private static readonly Gen<JsonObject> Policies =
        from zone in Gen.OneOf("UTC", "Europe/Stockholm", "Australia/Lord_Howe", "America/New_York")
        from windows in Gen.OneOf(Windows).Array[1, 2].Array[3]
        from rules in Rule.Array[1, 5]
        from most in Gen.Int[1, 6]
        from guard in Guard
        select new JsonObject
        {
            ["timeZone"] = zone,
            ["schedules"] = new JsonObject(windows.Select((up, i) => KeyValuePair.Create<string, JsonNode?>($"s{i}",
                new JsonObject { ["up"] = Array(up.Select(w => JsonValue.Create(w))) }))),
            ["rules"] = Array([
                .. guard is null ? [] : new[] { guard.DeepClone() },
                .. rules.Select((rule, i) => With(rule, [("name", $"r{i}")])),
            ]),
            ["limits"] = new JsonObject { ["maxStopsPerRun"] = most },
        };

    private static readonly Gen<JsonObject> Machines =
        from kind in Gen.Int[0, 5]
        from count in Gen.Int[1, 4]
        select kind switch
        {
            0 or 1 => new JsonObject(),
            2 => new JsonObject { ["autoscale"] = new JsonObject { ["minWorkers"] = count } },
            3 => new JsonObject
            {
                ["workers"] = Array(
                [Worker("m", count), With(Worker("m", 1), ("spotInfo", new JsonObject { ["maxPrice"] = 60 }))])
            },
            _ => new JsonObject { ["workers"] = Array([Worker("m", count), Worker("l", 1)]) },
        };

    private static Gen<JsonObject> All(ScenarioSize size) =>
        from any in Policies.Array[3]
        let policies = size.HasUnions ? System.Array.ConvertAll(any, UnionsAndSpans.In) : any
        from day in Gen.Int[0, size.LatestDays]
        from clusters in Gen.OneOf("running", "stopped").Array[size.Clusters]
        from activities in Gen.OneOf("idle", "busy", "unreachable").Array[size.Clusters]
        from ages in Gen.Int[0, 300].Array[size.Clusters]
        from machines in Machines.Array[size.Clusters]
        from tagged in Gen.Int[0, 3].Array[size.Clusters]
        from slow in Gen.OneOf("0m", "6m", "0m", "6m", "40m")
        from late in Gen.Int[0, 3]
        let start = size.From + Duration.FromDays(day)
        from events in RandomEvents.Of(size, start, policies).Array[0, size.MostEvents]
        let calm = start + Duration.FromDays(size.Days - size.CalmDays)
        from tick in Gen.OneOf("5m", "10m")
        select new JsonObject
        {
            ["policies"] = policies[0].DeepClone(),
            ["start"] = start.ToString(),
            ["tick"] = tick,
            ["end"] = (start + Duration.FromDays(size.Days)).ToString(),
            ["timings"] = new JsonObject { ["start"] = slow, ["stop"] = slow == "0m" ? "0m" : "3m" },
            ["clusters"] = Array(clusters.Select((state, i) => With(
                machines[i], ("id", $"c{i}"), ("state", state), ("activity", activities[i]),
                ("createdOn", (start - Duration.FromMinutes(ages[i])).ToString()),
                ("tags", tagged[i] == 0 ? new JsonObject { ["env"] = "prod" } : null)))),
            ["events"] = Array([
                new JsonObject { ["at"] = start.ToString(), ["do"] = "jitter", ["upTo"] = $"{late}s" },
                .. RandomEdits.Resolve(events.SelectMany(several => several), policies[0], new(start, calm)),
            ]),
        };

    /// <summary>Returns the same scenarios every time.</summary>
    public static JsonObject[] Sample(ScenarioSize size, int count) => All(size).Array[count].Single(_ => true, Seed);

    /// <summary>Returns the scenario of a seed.</summary>
    public static JsonObject One(ScenarioSize size, uint seed) => All(size).Single(_ => true, new PCG(seed, seed).ToString());

    public static Scenario Read(JsonObject scenario)
    {
        var (read, problems) = ScenarioFile.Parse(JsonSerializer.SerializeToUtf8Bytes(scenario), ".");
        return read ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    public static JsonObject With(JsonObject node, params (string Name, JsonNode? Value)[] members)
    {
        var copy = (JsonObject)node.DeepClone();
        foreach (var (name, value) in members.Where(m => m.Value is not null))
            copy[name] = value;
        return copy;
    }

    public static JsonObject Worker(string type, int count) => new() { ["instanceType"] = type, ["count"] = count };

    private static JsonObject Match(int id) => id == 5 ? [] : new JsonObject { ["id"] = $"c{id}" };

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}

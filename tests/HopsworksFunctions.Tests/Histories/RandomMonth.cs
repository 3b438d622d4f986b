using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Histories;

/// <summary>
/// A month of an office's clusters: people start, stop and hold them, calls fail, ticks are skipped, policies, tags and workers change.
/// </summary>
internal sealed class RandomMonth(int seed)
{
    public const string Start = "2026-03-02T00:00:00Z";

    private static readonly DateTime Begin = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Clusters = ["a", "b", "c"];

    private readonly Random random = new(seed);
    private readonly List<(DateTime At, JsonObject Event)> events = [];

    /// <param name="days">The length of the scenario.</param>
    public JsonObject Scenario(int days)
    {
        for (var day = 0; day < days; day++)
        {
            foreach (var cluster in Clusters)
                Day(Begin.AddDays(day), cluster);
            Maybe(0.04, () => Add(Begin.AddDays(day), random.Next(1440), "skipTicks", null,
                ("until", Text(Begin.AddDays(day).AddMinutes(random.Next(60, 2000))))));
            Maybe(0.05, () => Add(Begin.AddDays(day), random.Next(1440), "policies", null, ("policies", Policies(0))));
        }
        return new()
        {
            ["policies"] = Policies(0),
            ["start"] = Start,
            ["end"] = Text(Begin.AddDays(days)),
            ["tick"] = "10m",
            ["timings"] = new JsonObject { ["start"] = "6m", ["stop"] = "3m" },
            ["clusters"] = new JsonArray([.. Clusters.Select(id => new JsonObject
            {
                ["id"] = id, ["state"] = "running", ["tags"] = Tags(), ["workers"] = Workers(),
            })]),
            ["events"] = new JsonArray([.. events.OrderBy(e => e.At).Select(e => e.Event)]),
        };
    }

    /// <summary>Makes the windows of all policies begin and end later.</summary>
    public static void Shift(JsonNode scenario, int hours)
    {
        var all = scenario["events"]!.AsArray().Select(e => e!["policies"]).Prepend(scenario["policies"]).OfType<JsonObject>();
        foreach (var schedule in all.SelectMany(policies => policies["schedules"]!.AsObject()).Select(s => s.Value!))
            schedule["up"] = new JsonArray([.. schedule["up"]!.AsArray().Select(up => JsonValue.Create(Later((string)up!, hours)))]);
    }

    private static string Later(string window, int hours)
    {
        var (days, times) = (window.Split(' ')[0], window.Split(' ')[1].Split('-'));
        return $"{days} {string.Join('-', times.Select(time => $"{int.Parse(time[..2]) + hours:00}{time[2..]}"))}";
    }

    private void Day(DateTime day, string cluster)
    {
        var at = random.Next(300, 700);
        while (at < 1400)
        {
            var until = at + random.Next(20, 400);
            Add(day, at, "activity", cluster, ("activity", random.Next(10) == 0 ? "unreachable" : "busy"));
            Add(day, Math.Min(until, 1439), "activity", cluster, ("activity", "idle"));
            at = until + random.Next(20, 500);
        }
        Maybe(0.15, () => Add(day, random.Next(1440), "start", cluster));
        Maybe(0.1, () => Add(day, random.Next(1440), "stop", cluster));
        Maybe(0.1, () => Add(day, random.Next(1440), "hold", cluster,
            ("state", random.Next(3) switch { 0 => "up", 1 => "down", _ => "asis" }), ("until", $"{random.Next(1, 30)}h")));
        Maybe(0.05, () => Add(day, random.Next(1440), "release", cluster));
        Maybe(0.08, () => Add(day, random.Next(1440), "fault", cluster,
            ("operation", random.Next(2) == 0 ? "stop" : "start"), ("code", random.Next(2) == 0 ? 400 : 504),
            ("times", random.Next(1, 4))));
        Maybe(0.05, () => Add(day, random.Next(1440), "set", cluster, ("tags", Tags())));
        Maybe(0.05, () => Add(day, random.Next(1440), "set", cluster, ("workers", Workers())));
    }

    private JsonObject Policies(int shift)
    {
        var (from, to) = (random.Next(6, 10) + shift, random.Next(15, 21) + shift);
        return new()
        {
            ["timeZone"] = random.Next(2) == 0 ? "UTC" : "Europe/Stockholm",
            ["defaults"] = new JsonObject { ["observe"] = true },
            ["schedules"] = new JsonObject
            {
                ["office"] = new JsonObject { ["up"] = new JsonArray($"mon-fri {from:00}:00-{to:00}:30") },
                ["long"] = new JsonObject { ["up"] = new JsonArray($"daily 05:00-{random.Next(18, 23)}:00") },
            },
            ["rules"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "long", ["match"] = new JsonObject { ["tags"] = new JsonObject { ["kind"] = "long" } },
                    ["schedule"] = "long", ["manualHold"] = $"{random.Next(1, 5)}h",
                },
                new JsonObject
                {
                    ["name"] = "idle", ["match"] = new JsonObject { ["tags"] = new JsonObject { ["kind"] = "idle" } },
                    ["idle"] = new JsonObject { ["after"] = $"{random.Next(1, 4)}h" },
                },
                new JsonObject
                {
                    ["name"] = "all", ["match"] = new JsonObject(), ["schedule"] = "office", ["restoreWorkers"] = random.Next(3) > 0,
                }),
        };
    }

    private JsonObject Tags() => new() { ["kind"] = random.Next(4) switch { 0 => "long", 1 => "idle", _ => "office" } };

    private JsonArray Workers() => new(new JsonObject { ["instanceType"] = "m", ["count"] = random.Next(1, 4) });

    private void Maybe(double share, Action act)
    {
        if (random.NextDouble() < share)
            act();
    }

    private void Add(DateTime day, int minute, string what, string? cluster, params (string Name, JsonNode? Value)[] fields)
    {
        var node = new JsonObject { ["at"] = Text(day.AddMinutes(minute)), ["do"] = what };
        if (cluster is not null)
            node["cluster"] = cluster;
        foreach (var (name, value) in fields)
            node[name] = value;
        events.Add((day.AddMinutes(minute), node));
    }

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

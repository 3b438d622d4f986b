using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>Generators of policy files, and of the texts in them, that are valid or nearly so.</summary>
internal static class Mutations
{
    public const string Whole = """
        { "$schema": "x", "timeZone": "UTC", "dryRun": false, "calendars": { "c": ["*-01-01", "2026-12-24..2026-12-26",
            { "country": "DE-BY" }, { "ics": "x.ics" }] },
          "schedules": { "s": { "timeZone": "UTC", "up": ["mon-fri 07:00-19:00", "@c 09:00-10:00"], "except": ["@c"],
              "plus": ["1st sat 09:00-10:00"] },
            "t": { "up": ["2nd workday 09:00-17:00", "2026-06-03 14:00 > 2026-06-06 02:00"] },
            "u": { "timeZone": "UTC", "union": ["s", "t"] } },
          "rules": [ { "name": "r", "match": { "name": "x*", "id": "x", "tags": { "a": "b", "c": "?" }, "cloud": "AWS", "autoscale": true,
              "not": { "name": "xx", "id": "x", "tags": { "a": "b" } } },
            "protect": false, "manage": true, "dryRun": false, "schedule": "s", "start": true, "stop": true, "enforce": false,
            "startAhead": "auto",
            "idle": { "after": "1h", "samples": 3, "probe": "yarn" },
            "drain": { "idle": "20m", "atMost": "4h", "probe": "yarn" }, "maxUptime": "1d", "warn": "5m", "order": 1,
            "backup": { "before": "stop", "atMost": "2h", "keep": 3 },
            "newClusterGrace": "1h", "minUptime": "1h", "minDowntime": "1h", "manualHold": "1h", "restoreWorkers": true, "observe": true },
            { "name": "t", "match": { "not": { "autoscale": false } }, "enforce": true, "schedule": "s" },
            { "name": "u", "match": {}, "enforce": true, "scheduleTag": "schedule", "backup": { "at": "02:00" } } ],
          "defaults": { "newClusterGrace": "1h", "minUptime": "1h", "minDowntime": "1h", "manualHold": "1h", "restoreWorkers": true,
            "observe": true },
          "limits": { "maxStopsPerRun": 1, "maxStopPercent": 1, "maxConcurrentActions": 1, "startRetry": { "max": 1, "backoff": "1m" } },
          "notify": [ { "type": "slack", "urlSecret": "x", "signingSecret": "x", "on": ["warn"], "severity": "error",
            "rules": ["r", "*"] },
            { "type": "teams", "urlSecret": "x-{a}-y", "byTag": "a", "fallback": "x", "on": [] },
            { "type": "generic", "urlSecret": "x", "each": true, "on": ["stop"],
              "quiet": { "windows": ["daily 20:00-07:00", "@c 00:00-24:00"], "timeZone": "UTC" } } ] }
        """;

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "-1", "2", "4.0", "4e0", "0.5", "1e400", "1000001", "\"\"", "\" \"", "[]", "{}", "[null]",
        "{\"country\":\"SE\"}", "{\"ics\":\"a b\"}", "{\"country\":\"SE\",\"ics\":\"a\"}",
        "{\"x\":{}}", "{\"\":\"\"}", "\"!x\"", "[\"x\",\"!\"]", "[\"\"]", "{\"tags\":{}}", "{\"name\":\"x\"}", "{\"A\":\"b\",\"a\":\"b\"}",
        "\"mon 09:00-17:00\"", "\"s\"", "[\"s\"]", "[\"s\",\"t\"]", "[\"t\",\"t\"]",
        "\"@c\"", "\"2026-01-01\"", "\"45m\"", "\"0m\"", "\"AZURE\"", "\"warn\"", "\"warning\"",
        "\"teams\"",
        "\"22:00\"", "\"auto\"", "\"Europe/Stockholm\"", "\"x y\"", "\"\\n\"", "\"r\\u202e\"", "\"r\u200b\"", "[\"warn\",\"stop\"]",
    ];

    private static readonly string[] Names = ["rules", "country", "ics", "name", "match", "up", "union", "after", "on", "severity", "type",
        "byTag", "enforce", "schedule", "x", "", "x y", "not", "tags", "id", "scheduleTag", "A", "Protect", "x\u202ey", "x\ufeff"];

    private static readonly string[] Times = ["07:00-19:00", "22:00-06:00", "00:00-24:00", "09:00-09:00", "24:00-07:00", "7:00-19:00",
        "07:00-19:60", "07:00", "mon 08:00 > fri 18:00", "fri 18:00 > mon 24:00",
        "2026-06-03 14:00 > 2026-06-06 02:00", "*-12-23 18:00 > *-01-02 24:00", "2026-06-03 14:00 > mon 02:00"];
    private static readonly string[] Days = ["mon", "fri", "mon-fri", "sun-tue", "daily", "last", "day", "1st", "5th", "sat", "1", "31",
        "1-5", "32", "jan", "nov-feb", "workday", "workdays", "12th", "22nd", "23rd", "24th", "2nd workday",
        "last workday", "last 3 workdays",
        "2026-01-31", "*-02-29", "..", "@se", ",", "-", "x"];
    private static readonly string[] Pieces = ["2026", "2100", "1899", "*", "-01", "-12", "-31", "-02", "-30", "..", "2026-12-24",
        "*-01-01", "@se", "@", " ", "1"];

    /// <summary>A file with some of its values replaced, removed, renamed or scratched.</summary>
    public static Gen<string> Documents { get; } = Gen.Select(Gen.Int[0, 3], Gen.UInt, Gen.UInt, Gen.UInt).Array[1, 2].Select(changes =>
    {
        var root = JsonNode.Parse(Whole)!;
        foreach (var (kind, where, what, how) in changes)
        {
            var nodes = All(root).ToList();
            var node = nodes[(int)(where % nodes.Count)];
            switch (kind, node)
            {
                case (0, JsonObject { Count: > 0 } o):
                    o.Remove(o.ElementAt((int)(what % o.Count)).Key);
                    break;
                case (1, JsonObject o):
                    o[Names[what % Names.Length]] = JsonNode.Parse(Values[how % Values.Length]);
                    break;
                case (2, JsonValue v) when v.TryGetValue<string>(out var text):
                    v.ReplaceWith(Scratch(text, what, how));
                    break;
                case (_, not null) when node.Parent is not null:
                    node.ReplaceWith(JsonNode.Parse(Values[how % Values.Length]));
                    break;
            }
        }
        return root.ToJsonString();
    });

    public static Gen<string> Windows { get; } = Scratched(Gen.Select(Words(Days, 3, " "), One(Times), (days, times) => $"{days} {times}"));

    public static Gen<string> Dates { get; } = Scratched(Words(Pieces, 6, ""));

    public static Gen<string> Durations { get; } = Scratched(
        Words(["0", "1", "45", "99999", "d", "h", "m", "s", "366d", "22:00", "24:00", "auto"], 5, ""));

    /// <summary>A file with some of its bytes changed, deleted or doubled, or cut off.</summary>
    public static Gen<byte[]> Files { get; } = Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 4], Gen.UInt, Gen.Byte).Array[1, 4])
        .Select((mark, changes) =>
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(mark ? "\uFEFF" + Whole : Whole)];
        foreach (var (kind, where, value) in changes)
        {
            var at = (int)(where % bytes.Count);
            switch (kind)
            {
                case 0: bytes[at] = value; break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, bytes[(at + value) % bytes.Count]); break;
                case 3: bytes[at] = (byte)"{}[]\",:0123456789abcdefghijklmnopqrstuvwxyz*@->/\\"[value % 48]; break;
                default: bytes.RemoveRange(at, Math.Min(value, bytes.Count - at - 1)); break;
            }
        }
        return bytes.ToArray();
    });

    private static Gen<string> One(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Words(string[] words, int most, string between) =>
        One(words).Array[1, most].Select(w => string.Join(between, w));

    private static Gen<string> Scratched(Gen<string> texts) =>
        Gen.Select(texts, Gen.Int[0, 2], Gen.UInt, Gen.UInt, (text, scratch, what, how) => scratch == 0 ? Scratch(text, what, how) : text);

    /// <summary>Adds, removes or replaces one character.</summary>
    private static string Scratch(string text, uint what, uint how)
    {
        const string Alphabet = " -:.,*@>0123456789adefhjlmnorstuwy\nTZ";
        var at = (int)(what % (text.Length + 1));
        var c = Alphabet[(int)(how % Alphabet.Length)];
        return (how / 64 % 3) switch
        {
            0 => text.Insert(at, c.ToString()),
            1 when at < text.Length => text.Remove(at, 1),
            _ => at < text.Length ? text.Remove(at, 1).Insert(at, c.ToString()) : text + c,
        };
    }

    private static IEnumerable<JsonNode?> All(JsonNode? node) => node switch
    {
        JsonObject o => [node, .. o.SelectMany(m => All(m.Value))],
        JsonArray a => [node, .. a.SelectMany(All)],
        _ => [node],
    };
}

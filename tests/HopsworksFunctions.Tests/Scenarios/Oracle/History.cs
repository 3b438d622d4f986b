using System.Globalization;
using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using NodaTime;
using NodaTime.Text;
using EmulatedWorker = HopsworksEmulator.ControlPlane.Worker;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// A handwritten history with one line for each event: <c>1 18:45 run a=running/m2 | warn a</c> is a run on Monday 1 June 2026 that saw one
/// cluster with two workers and sent its stop warning. A cluster has <c>#prod</c> if it is tagged, <c>#backup</c> during a backup,
/// <c>#new</c> if it was created on Saturday at noon, <c>#busy</c> or <c>#unknown</c> for its activity, and <c>*</c> after spot workers.
/// </summary>
internal static class History
{
    private static readonly Interval Span = new(Instant.FromUtc(2026, 5, 1, 0, 0), Instant.FromUtc(2026, 7, 1, 0, 0));
    private static readonly Instant SaturdayNoon = Instant.FromUtc(2026, 6, 6, 12, 0);
    private const string Drain = """ "drain": { "idle": "20m", "atMost": "60m" } """;
    private static readonly string Office = """{ "up": ["mon-fri 07:00-19:00"] }""";

    private static readonly Dictionary<string, string> Policies = new()
    {
        ["warned"] = Of(Office, "\"warn\": \"15m\""),
        ["plain"] = Of(Office, "\"start\": true"),
        ["renamed"] = Of(Office, "\"start\": true").Replace("office", "work", StringComparison.Ordinal),
        ["bare"] = Of(Office, "\"start\": true").Replace("\"schedule\": \"s\",", "", StringComparison.Ordinal),
        ["ahead"] = Of(Office, "\"startAhead\": \"30m\""),
        ["auto"] = Of(Office, "\"startAhead\": \"auto\""),
        ["drained"] = Of(Office, Drain),
        ["told"] = Of(Office, $"{Drain}, \"warn\": \"15m\""),
        ["noon"] = Of("""{ "up": ["daily 10:00-12:00"] }""", "\"start\": true"),
        ["idle"] = Of(Office, """ "idle": { "after": "30m" } """),
        ["limited"] = Of(Office, "\"maxUptime\": \"5h\""),
        ["long"] = Of("""{ "up": ["mon-fri 07:00-23:00"] }""", "\"start\": true"),
    };

    /// <summary>Checks that the oracle finds this problem in a history, or none if the problem is empty.</summary>
    /// <param name="once">Whether only one rule may find it.</param>
    public static void Check(string problem, string policies, string lines, bool once = true)
    {
        var broken = Play(policies, lines);
        if (problem.Length == 0)
            Assert.Empty(broken);
        else
            Assert.Contains(broken, rule => rule.Value.Contains(problem, StringComparison.Ordinal));
        Assert.True(broken.Count <= 1 || !once, string.Join('\n', broken));
    }

    private static IReadOnlyDictionary<string, string> Play(string policies, string lines)
    {
        var judge = new Judge(Duration.FromMinutes(5), Read(policies));
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var fact in Facts(line))
                judge.Note(fact);
        }
        return judge.Broken;
    }

    private static string Of(string schedule, string more) => $$"""
        { "schedules": { "s": {{schedule}} }, "limits": { "maxStopsPerRun": 2 },
          "rules": [{ "name": "guard", "match": { "tags": { "env": "prod" } }, "protect": true },
                    { "name": "office", "match": {}, "schedule": "s", {{more}} }] }
        """;

    private static Rules Read(string name) => Rules.Read(JsonNode.Parse(Policies[name]), Span, [])!;

    private static IEnumerable<Fact> Facts(string line)
    {
        var parts = line.Split(" | ");
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var time = LocalTimePattern.CreateWithInvariantCulture(words[1].Length == 5 ? "HH:mm" : "HH:mm:ss").Parse(words[1]).Value;
        var at = new LocalDate(2026, 6, int.Parse(words[0], CultureInfo.InvariantCulture)).At(time).InUtc().ToInstant();
        return words[2..] switch
        {
            ["run", .. var clusters] =>
            [
                new Listed(at, [.. clusters.Select(Cluster)]),
                .. parts[1..].Select(part => InRun(at, part.Split(' '))),
                new Ended(at, true),
            ],
            ["broken", "run"] => [new Listed(at, null), new Ended(at, false)],
            ["hand", "stop", var id] => [new Touched(at, id, Touch.Stopped)],
            ["hand", "start", var id] => [new Touched(at, id, Touch.Started)],
            ["use", var id] => [new Touched(at, id, Touch.Activity)],
            ["workers", var id] => [new Touched(at, id, Touch.Workers)],
            ["hold", var id, var minutes] => [new Held(at, id, "asis", at + Minutes(minutes))],
            ["edit", var policies] => [new Edited(at, Read(policies))],
            ["lose"] => [new Lost(at)],
            _ => throw new FormatException(line),
        };
    }

    private static Fact InRun(Instant at, string[] words) => words switch
    {
        ["drain", var id] => new Told(at, "drain", id),
        ["warn", "over", var id] => new Told(at, "warn", id, Over: true),
        ["warn", var id] => new Told(at, "warn", id),
        ["dry", var id] => new Told(at, "dryStop", id),
        ["begins", var word, var id] => new Told(at, word, id == "-" ? null : id),
        ["over", var word, var id] => new Told(at, word, id, Over: true),
        ["unread", var id] => new Unread(at, id, IsKey: false),
        ["meant", var call, var id, var reason] => new Meant(at, id, call, reason),
        [var call, var id, var reason, "failed", "key"] => Failed(at, id, call, reason) with { IsKey = true },
        [var call, var id, var reason, "failed", var minutes] => Failed(at, id, call, reason) with { RetryAfter = Minutes(minutes) },
        [var call, var id, var reason, "failed"] => Failed(at, id, call, reason),
        [var call, var id, var reason, "untrue"] => new Called(at, id, call, reason) { Accepted = false, IsUntrue = true },
        [var call, var id, var reason, "lost"] => new Called(at, id, call, reason) { Accepted = false },
        [var call, var id, var reason] => new Called(at, id, call, reason),
        _ => throw new FormatException(string.Join(' ', words)),
    };

    private static Called Failed(Instant at, string id, string call, string reason) =>
        new(at, id, call, reason) { Accepted = false, Done = false };

    private static EmulatedCluster Cluster(string text)
    {
        var (parts, marks) = (text.Split('#')[0].Split('=', '/'), text.Split('#')[1..]);
        return new()
        {
            Id = parts[0],
            Name = parts[0],
            State = parts[1],
            Tags = marks.Contains("prod") ? [new("env", "prod")] : [],
            BackupPipelineInProgress = marks.Contains("backup"),
            Activity = marks.Contains("busy") ? EmulatedActivity.Busy
                : marks.Contains("unknown") ? EmulatedActivity.Unreachable
                : EmulatedActivity.Idle,
            CreatedOn = marks.Contains("new") ? SaturdayNoon.ToDateTimeOffset() : default,
            Workers = [.. parts[2..].Select(Worker)],
        };
    }

    private static EmulatedWorker Worker(string text) => text.EndsWith('*')
        ? new(text[..1], 512, int.Parse(text[1..^1], CultureInfo.InvariantCulture), new SpotInfo(100, true))
        : new(text[..1], 512, int.Parse(text[1..], CultureInfo.InvariantCulture));

    private static Duration Minutes(string text) => Duration.FromMinutes(int.Parse(text, CultureInfo.InvariantCulture));
}

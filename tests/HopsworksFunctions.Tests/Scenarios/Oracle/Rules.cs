using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>The policies of a random scenario, read from their JSON.</summary>
internal sealed record Rules(IReadOnlyList<OneRule> All, int MaxStops)
{
    private const string Learned = "auto";
    private static readonly string[] Guards = ["protect", "manage"];

    /// <summary>Reads policies; null if they are invalid, so the previous ones stay in force.</summary>
    /// <param name="known">The windows computed so far.</param>
    public static Rules? Read(JsonNode? policies, Interval span, Dictionary<string, UpWindows> known)
    {
        if (policies?["rules"] is not JsonArray rules)
            return null;
        var zone = (string?)policies["timeZone"] ?? "UTC";
        return new([.. rules.Select(rule => One(rule!.AsObject()))], (int?)policies["limits"]?["maxStopsPerRun"] ?? 25);

        OneRule One(JsonObject rule) => new((string)rule["name"]!)
        {
            Id = (string?)rule["match"]!["id"],
            Tags = (rule["match"]!["tags"]?.AsObject() ?? []).ToDictionary(tag => tag.Key, tag => (string)tag.Value!),
            IsGuard = Guards.Any(rule.ContainsKey),
            DryRun = (bool?)rule["dryRun"] ?? false,
            RestoresWorkers = (bool?)rule["restoreWorkers"] ?? true,
            Warn = Time((string?)rule["warn"]),
            Ahead = (string?)rule["startAhead"] is { } ahead and not Learned ? Time(ahead) : null,
            StopsIdle = rule.ContainsKey("idle"),
            MaxUptime = Time((string?)rule["maxUptime"]),
            LearnsAhead = (string?)rule["startAhead"] is Learned,
            Drain = rule["drain"] is { } drain
                ? new(Time((string?)drain["idle"])!.Value, Time((string?)drain["atMost"])!.Value)
                : null,
            Windows = (string?)rule["schedule"] is { } name ? WindowsOf(name) : null,
        };

        UpWindows WindowsOf(string name)
        {
            var schedules = policies["schedules"]!.AsObject();
            var members = (schedules[name]!["union"]?.AsArray() ?? []).Select(member => schedules[(string)member!]!.ToJsonString());
            var key = string.Join('\n', members.Prepend(zone + schedules[name]!.ToJsonString()));
            return known.TryGetValue(key, out var windows) ? windows : known[key] = UpWindows.Of(schedules, name, zone, span);
        }
    }

    /// <summary>Returns the first rule that matches, or guards and matches apart from case and blanks; null if there is none.</summary>
    public OneRule? For(EmulatedCluster cluster) =>
        All.FirstOrDefault(rule => rule.Matches(cluster) || rule.IsGuard && rule.MatchesNearly(cluster));

    private static Duration? Time(string? text) =>
        text is null ? null : int.Parse(text[..^1], null) * (text[^1] == 'h' ? Duration.FromHours(1) : Duration.FromMinutes(1));
}

internal sealed record OneRule(string Name)
{
    public string? Id { get; init; }
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
    /// <summary>Whether it protects clusters, or does not manage them.</summary>
    public bool IsGuard { get; init; }
    public bool DryRun { get; init; }
    public bool RestoresWorkers { get; init; } = true;
    public Duration? Warn { get; init; }
    /// <summary>The start-ahead time; null if there is none, or if it is learned.</summary>
    public Duration? Ahead { get; init; }
    public bool LearnsAhead { get; init; }
    public Draining? Drain { get; init; }
    public bool StopsIdle { get; init; }
    public Duration? MaxUptime { get; init; }
    /// <summary>The windows without the start-ahead time.</summary>
    public UpWindows? Windows { get; init; }

    /// <summary>Whether the app sends calls under it.</summary>
    public bool Acts => !IsGuard && !DryRun;

    public bool MatchesNearly(EmulatedCluster cluster) => (Id ?? cluster.Id) == cluster.Id && Tags.All(tag => cluster.Tags.Any(
        t => t.Name.Trim() == tag.Key && string.Equals(t.Value.Trim(), tag.Value, StringComparison.OrdinalIgnoreCase)));

    public bool Matches(EmulatedCluster cluster) =>
        (Id ?? cluster.Id) == cluster.Id && Tags.All(tag => cluster.Tags.Any(t => t.Name == tag.Key && t.Value == tag.Value));
}

/// <summary>The limits of a stop by schedule that waits until the cluster is idle.</summary>
internal sealed record Draining(Duration Idle, Duration AtMost)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>Returns the latest time of the stop.</summary>
    /// <param name="from">When the drain begins.</param>
    /// <param name="quiet">Since when the cluster has been idle; null if it is not.</param>
    public Instant StopBy(Instant from, Instant? quiet, Duration? warn, Duration tick)
    {
        var told = warn is { } before ? before + tick + Minute : Duration.Zero;
        // A cluster that has been idle for long gets its warning in time.
        return quiet is { } since
            ? Instant.Min(from + AtMost + told, Instant.Max(from, since + Idle + told + tick + Minute))
            : from + AtMost + told;
    }
}

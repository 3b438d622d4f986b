using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>defaults</c> and <c>rules</c>.</summary>
internal static class RuleSection
{
    // A run finds the rule of each cluster, which takes about a second with 1,000 rules and 10,000 clusters.
    private const int MaxRules = 1_000;

    private static readonly Dictionary<string, IdleProbe> Probes = Enum.GetValues<IdleProbe>().ToDictionary(CamelCase.Of);

    public static RuleDefaults Defaults(ObjectReader file, DateTimeZone zone, List<Problem> problems)
    {
        var builtIn = RuleDefaults.BuiltIn with { ManualHold = RuleDefaults.BuiltIn.ManualHold with { Zone = zone } };
        if (file.Object("defaults") is not { } node)
            return builtIn;
        var reader = new ObjectReader(node, problems);
        var defaults = Settings(reader, builtIn);
        reader.RejectUnknownMembers();
        return defaults;
    }

    public static List<Rule> Rules(ObjectReader file, Named<Schedule> schedules, RuleDefaults defaults, List<Problem> problems)
    {
        var rules = new List<Rule>();
        var names = new HashSet<string>();
        foreach (var node in file.AtMost(MaxRules, file.Array("rules")?.Items, "rules"))
        {
            var reader = new ObjectReader(node, problems);
            var rule = Rule(reader, schedules, defaults, problems);
            rules.Add(rule);
            if (rule.Name.Length > 0 && !names.Add(rule.Name))
                reader.AddError(node["name"]!, $"duplicate rule name '{rule.Name}'. Each rule needs its own name");
        }
        return rules;
    }

    private static Rule Rule(ObjectReader reader, Named<Schedule> schedules, RuleDefaults defaults, List<Problem> problems)
    {
        var name = reader.String("name");
        if (reader.Node.Kind == JsonValueKind.Object && string.IsNullOrWhiteSpace(name)
            && (name is not null || reader.Node["name"] is null))
            reader.AddError(reader.Node["name"] ?? reader.Node, "missing field 'name': reports show it");
        if (name is not null)
            NameText.RefuseHidden(name, reader.Node["name"]!.Place, problems);
        var schedule = Schedule(reader, schedules);
        var members = Fingerprint.Of(
            Fingerprint.Words(reader.Node, "name", "match", "schedule", "scheduleTag", "order", "observe", "backup"));
        var idle = Idle(reader, problems);
        var rule = new Rule
        {
            Name = name ?? "",
            Match = Match(reader, problems),
            Protect = reader.Boolean("protect") ?? false,
            Manage = reader.Boolean("manage") ?? true,
            DryRun = reader.Boolean("dryRun") ?? false,
            Schedule = schedule,
            Start = reader.Boolean("start") ?? true,
            Stop = reader.Boolean("stop") ?? true,
            StartAhead = Durations.StartAhead(reader),
            Enforce = reader.Boolean("enforce") ?? false,
            Idle = idle,
            Drain = Drain(reader, idle, problems),
            Backup = BackupSection.Read(reader, problems),
            MaxUptime = Durations.Positive(reader, "maxUptime"),
            Warn = Durations.Positive(reader, "warn"),
            Order = reader.Integer("order", -1_000_000, 1_000_000) ?? 0,
            Settings = Settings(reader, defaults),
            Fingerprint = RuleFingerprint.Of(members, schedule?.Fingerprint),
        };
        var tag = ScheduleTag(reader);
        reader.RejectUnknownMembers();
        if (rule.Enforce && reader.Node["schedule"] is null && reader.Node["scheduleTag"] is null)
            reader.AddError(reader.Node["enforce"]!, "'enforce' needs 'schedule' or 'scheduleTag'");
        return tag is null ? rule : rule with
        {
            ScheduleTag = new(tag, rule, schedules.Valid, chosen => RuleFingerprint.Of(members, chosen.Fingerprint)),
        };
    }

    private static string? ScheduleTag(ObjectReader reader)
    {
        var tag = reader.String("scheduleTag");
        if (tag is not null && string.IsNullOrWhiteSpace(tag))
            reader.AddError(reader.Node["scheduleTag"]!, "'scheduleTag' must be the name of a tag, such as schedule");
        return tag;
    }

    private static Schedule? Schedule(ObjectReader reader, Named<Schedule> schedules)
    {
        if (reader.Of("schedule", JsonValueKind.String, "the name of a schedule") is not { } node)
            return null;
        if (schedules.Valid.TryGetValue(node.Text, out var schedule))
            return schedule;
        reader.AddError(node, $"unknown schedule '{node.Text}'{Suggestion.For(node.Text, schedules.Valid.Keys)}");
        return null;
    }

    private static RuleMatch Match(ObjectReader rule, List<Problem> problems)
    {
        var node = rule.Object("match");
        if (node is null)
        {
            if (rule.Node.Kind == JsonValueKind.Object && rule.Node["match"] is null)
                rule.AddError(rule.Node, "missing field 'match'. Write \"match\": {} to match every cluster");
            return RuleMatch.Everything;
        }
        return MatchSection.Read(node, problems);
    }

    private static IdlePolicy? Idle(ObjectReader rule, List<Problem> problems)
    {
        if (rule.Object("idle") is not { } node)
            return null;
        var reader = new ObjectReader(node, problems);
        if (node["after"] is null)
            reader.AddError(node, "'idle' needs 'after': how long a cluster must be idle, such as 45m");
        var idle = new IdlePolicy(
            Durations.Positive(reader, "after") ?? Duration.FromHours(1),
            reader.Integer("samples", 1, 1000) ?? 3,
            reader.Choice("probe", Probes) ?? IdleProbe.Yarn);
        reader.RejectUnknownMembers();
        return idle;
    }

    private static DrainPolicy? Drain(ObjectReader rule, IdlePolicy? idle, List<Problem> problems)
    {
        if (rule.Object("drain") is not { } node)
            return null;
        var reader = new ObjectReader(node, problems);
        if (node["idle"] is null || node["atMost"] is null)
            reader.AddError(node, "'drain' needs 'idle' and 'atMost', such as \"drain\": { \"idle\": \"20m\", \"atMost\": \"4h\" }");
        var otherwise = idle?.Probe ?? IdleProbe.Yarn;
        var drain = new DrainPolicy(
            Durations.Positive(reader, "idle") ?? Duration.FromMinutes(20),
            Durations.Positive(reader, "atMost") ?? Duration.FromHours(4),
            reader.Choice("probe", Probes) ?? otherwise);
        if (idle is not null && drain.Probe != idle.Probe)
        {
            reader.AddError(
                node["probe"]!, $"'idle' and 'drain' share one activity check. Remove this, or write '{CamelCase.Of(idle.Probe)}'");
        }
        reader.RejectUnknownMembers();
        return drain;
    }

    private static RuleDefaults Settings(ObjectReader reader, RuleDefaults otherwise) => new(
        Durations.Any(reader, "newClusterGrace") ?? otherwise.NewClusterGrace,
        Durations.Any(reader, "minUptime") ?? otherwise.MinUptime,
        Durations.Any(reader, "minDowntime") ?? otherwise.MinDowntime,
        Durations.ManualHold(reader, otherwise.ManualHold),
        reader.Boolean("restoreWorkers") ?? otherwise.RestoreWorkers)
    {
        Observe = reader.Boolean("observe") ?? otherwise.Observe,
    };
}

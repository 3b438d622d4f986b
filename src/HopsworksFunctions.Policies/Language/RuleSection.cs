using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>defaults</c> and <c>rules</c>.</summary>
internal static class RuleSection
{
    private static readonly Dictionary<string, IdleProbe> Probes = Enum.GetValues<IdleProbe>().ToDictionary(CamelCase.Of);

    public static RuleDefaults Defaults(ObjectReader file, List<Problem> problems)
    {
        if (file.Object("defaults") is not { } node)
            return RuleDefaults.BuiltIn;
        var reader = new ObjectReader(node, problems);
        var defaults = Settings(reader, RuleDefaults.BuiltIn);
        reader.RejectUnknownMembers();
        return defaults;
    }

    public static List<Rule> Rules(ObjectReader file, Named<Schedule> schedules, RuleDefaults defaults, List<Problem> problems)
    {
        var rules = new List<Rule>();
        var names = new HashSet<string>();
        foreach (var node in file.Array("rules")?.Items ?? [])
        {
            var reader = new ObjectReader(node, problems);
            var rule = Rule(reader, schedules, defaults, problems);
            rules.Add(rule);
            if (rule.Name.Length > 0 && !names.Add(rule.Name))
                reader.AddError(node["name"]!, $"another rule is named '{rule.Name}' already; reports name rules, so each needs its own");
        }
        return rules;
    }

    private static Rule Rule(ObjectReader reader, Named<Schedule> schedules, RuleDefaults defaults, List<Problem> problems)
    {
        var name = reader.String("name");
        if (reader.Node.Kind == JsonValueKind.Object && string.IsNullOrWhiteSpace(name)
            && (name is not null || reader.Node["name"] is null))
            reader.AddError(reader.Node["name"] ?? reader.Node, "a rule needs a 'name', which reports will show");
        var schedule = Schedule(reader, schedules);
        var members = Fingerprint.Of(Fingerprint.Words(reader.Node, "name", "match", "schedule", "scheduleTag", "order"));
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
            Enforce = reader.Boolean("enforce") ?? false,
            Idle = Idle(reader, problems),
            MaxUptime = Durations.Positive(reader, "maxUptime"),
            Warn = Durations.Positive(reader, "warn"),
            Order = reader.Integer("order", -1_000_000, 1_000_000) ?? 0,
            Settings = Settings(reader, defaults),
            Fingerprint = RuleFingerprint.Of(members, schedule?.Fingerprint),
        };
        var tag = ScheduleTag(reader);
        reader.RejectUnknownMembers();
        if (rule.Enforce && reader.Node["schedule"] is null && reader.Node["scheduleTag"] is null)
            reader.AddError(reader.Node["enforce"]!, "'enforce' holds clusters to a schedule; this rule has none");
        return tag is null ? rule : rule with
        {
            ScheduleTag = new(tag, rule, schedules.Valid.Values, chosen => RuleFingerprint.Of(members, chosen.Fingerprint)),
        };
    }

    private static string? ScheduleTag(ObjectReader reader)
    {
        var tag = reader.String("scheduleTag");
        if (tag is not null && string.IsNullOrWhiteSpace(tag))
            reader.AddError(reader.Node["scheduleTag"]!, "'scheduleTag' is the name of a tag, such as 'schedule'");
        return tag;
    }

    private static Schedule? Schedule(ObjectReader reader, Named<Schedule> schedules)
    {
        if (reader.Of("schedule", JsonValueKind.String, "the name of a schedule") is not { } node)
            return null;
        if (schedules.Valid.TryGetValue(node.Text, out var schedule))
            return schedule;
        reader.AddError(node, $"there is no schedule '{node.Text}'{Suggestion.For(node.Text, schedules.Valid.Keys)}");
        return null;
    }

    private static RuleMatch Match(ObjectReader rule, List<Problem> problems)
    {
        var node = rule.Object("match");
        if (node is null)
        {
            if (rule.Node.Kind == JsonValueKind.Object && rule.Node["match"] is null)
                rule.AddError(rule.Node, "'match' is missing; write \"match\": {} if the rule is meant for every cluster");
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
            reader.AddError(node, "'idle' needs 'after', how long a cluster must be quiet, such as '45m'");
        var idle = new IdlePolicy(
            Durations.Positive(reader, "after") ?? Duration.FromHours(1),
            reader.Integer("samples", 1, 1000) ?? 3,
            reader.Choice("probe", Probes) ?? IdleProbe.Yarn);
        reader.RejectUnknownMembers();
        return idle;
    }

    private static RuleDefaults Settings(ObjectReader reader, RuleDefaults otherwise) => new(
        Durations.Any(reader, "newClusterGrace") ?? otherwise.NewClusterGrace,
        Durations.Any(reader, "minUptime") ?? otherwise.MinUptime,
        Durations.Any(reader, "minDowntime") ?? otherwise.MinDowntime,
        Durations.Any(reader, "manualHold") ?? otherwise.ManualHold,
        reader.Boolean("restoreWorkers") ?? otherwise.RestoreWorkers);
}

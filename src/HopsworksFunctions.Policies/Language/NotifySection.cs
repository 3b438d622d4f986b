using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>notify</c>.</summary>
internal static class NotifySection
{
    private const int MaxChannels = 50;
    private const int MaxRules = 500;
    private const int MaxPrefix = 60;
    private const int MaxSuffix = 40;

    private static readonly Dictionary<string, ChannelType> Channels = Enum.GetValues<ChannelType>().ToDictionary(CamelCase.Of);

    private static readonly Dictionary<string, EventKind> Events =
        Enum.GetValues<EventKind>().Where(e => e != EventKind.Unknown).ToDictionary(CamelCase.Of);

    private static readonly Dictionary<string, EventSeverity> Severities = Enum.GetValues<EventSeverity>().ToDictionary(CamelCase.Of);

    /// <param name="zone">The file's time zone.</param>
    public static List<NotificationChannel> Read(
        ObjectReader file, IReadOnlyList<Rule> rules, DateTimeZone zone, Named<DateSet> calendars, List<Problem> problems)
    {
        var channels = new List<NotificationChannel>();
        foreach (var node in file.AtMost(MaxChannels, file.Array("notify")?.Items, "channels"))
        {
            var reader = new ObjectReader(node, problems);
            var type = Required(reader, "type", reader.Choice("type", Channels));
            var url = node["byTag"] is null ? Secret(reader, "urlSecret") : reader.String("urlSecret");
            channels.Add(new(type ?? default, Required(reader, "urlSecret", url) ?? "", Secret(reader, "signingSecret"), On(reader))
            {
                Rules = RuleNames(reader, rules),
                ByTag = ByTag(reader, url),
                Each = reader.Boolean("each") ?? false,
                Quiet = reader.Object("quiet") is { } quiet
                    ? ScheduleSection.Windows("quiet", new(quiet, problems), zone, calendars, problems) : null,
            });
            reader.RejectUnknownMembers();
        }
        return channels;
    }

    /// <summary>Reads <c>byTag</c>, with the pattern in <c>urlSecret</c>, and <c>fallback</c>.</summary>
    private static OwnerTag? ByTag(ObjectReader channel, string? pattern)
    {
        var (tag, fallback) = (channel.String("byTag"), Secret(channel, "fallback"));
        if (channel.Node["byTag"] is not { } node)
        {
            if (channel.Node["fallback"] is { } alone)
                channel.AddError(alone, "'fallback' needs 'byTag', the tag with the owner of a cluster");
            return null;
        }
        if (tag is not null && (tag.Length == 0 || tag.AsSpan().ContainsAny('{', '}')))
            channel.AddError(node, $"'{tag}' is not the name of a tag");
        if (string.IsNullOrEmpty(tag) || pattern is null)
            return null;
        var parts = pattern.Split($"{{{tag}}}");
        if (parts is [{ Length: >= 1 and <= MaxPrefix } prefix, { Length: <= MaxSuffix } suffix] && $"{prefix}{suffix}".All(IsOfSecretName))
            return new(tag, prefix, suffix, fallback);
        channel.AddError(channel.Node["urlSecret"]!, $"'{pattern}' must contain {{{tag}}} once, after 1 to {MaxPrefix} letters, digits and "
            + $"hyphens and before at most {MaxSuffix}, such as \"slack-{{{tag}}}\"");
        return null;
    }

    /// <summary>Returns the events in <c>on</c>, and all events of at least the severity.</summary>
    private static HashSet<EventKind> On(ObjectReader channel)
    {
        var (on, severity) = (channel.Array("on"), channel.Choice("severity", Severities));
        if (channel.Node.Kind == JsonValueKind.Object && channel.Node["on"] is null && channel.Node["severity"] is null)
        {
            channel.AddError(channel.Node, $"missing field 'on': a list of events ({string.Join(", ", Events.Keys)}), "
                + $"or 'severity': the least of the events to send ({string.Join(", ", Severities.Keys)})");
        }
        var named = on?.Items.Select(item => channel.Choice(item, Events)).OfType<EventKind>() ?? [];
        return [.. named, .. Events.Values.Where(kind => kind.Severity >= severity)];
    }

    /// <summary>Reads names or patterns, each of which must match a rule.</summary>
    private static TextPatterns? RuleNames(ObjectReader channel, IReadOnlyList<Rule> rules)
    {
        if (channel.Array("rules") is not { } node)
            return null;
        if (node.Items.Count == 0)
            channel.AddError(node, "an empty list names no rule. Remove it to hear of all rules");
        var patterns = new List<string>();
        foreach (var item in channel.AtMost(MaxRules, node.Items, "rules"))
        {
            if (item.Kind != JsonValueKind.String)
                channel.AddError(item, $"expected the name of a rule, got {item.Kindly}");
            else if (!rules.Any(rule => TextPatterns.Glob(item.Text, rule.Name)))
                channel.AddError(item, $"'{item.Text}' matches no rule{Suggestion.For(item.Text, rules.Select(rule => rule.Name))}");
            else
                patterns.Add(item.Text);
        }
        return new([.. patterns]);
    }

    private static string? Secret(ObjectReader reader, string member)
    {
        var name = reader.String(member);
        if (name is null || name.Length is >= 1 and <= 127 && name.All(IsOfSecretName))
            return name;
        if (name.Contains('{'))
        {
            reader.AddError(reader.Node[member]!, $"'{name}' is a pattern, which needs 'byTag', the tag with the owner of a cluster");
            return null;
        }
        reader.AddError(reader.Node[member]!,
            $"'{name}' is not a Key Vault secret name (1 to 127 letters, digits and hyphens). Put the name here, never the secret");
        return null;
    }

    private static bool IsOfSecretName(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';

    private static T? Required<T>(ObjectReader reader, string member, T? value)
    {
        if (reader.Node.Kind == JsonValueKind.Object && reader.Node[member] is null)
            reader.AddError(reader.Node, $"missing field '{member}'");
        return value;
    }
}

using System.Text.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>limits</c> and <c>notify</c>.</summary>
internal static class LimitSection
{
    private const int MaxChannels = 50;
    private const int MaxRules = 500;

    private static readonly Dictionary<string, ChannelType> Channels = Enum.GetValues<ChannelType>().ToDictionary(CamelCase.Of);

    private static readonly Dictionary<string, EventKind> Events =
        Enum.GetValues<EventKind>().Where(e => e != EventKind.Unknown).ToDictionary(CamelCase.Of);

    public static Limits Limits(ObjectReader file, List<Problem> problems)
    {
        var builtIn = Policies.Limits.BuiltIn;
        if (file.Object("limits") is not { } node)
            return builtIn;
        var reader = new ObjectReader(node, problems);
        var limits = new Limits(
            reader.Integer("maxStopsPerRun", 0, 100_000) ?? builtIn.MaxStopsPerRun,
            reader.Integer("maxStopPercent", 0, 100),
            reader.Integer("maxConcurrentActions", 1, 100) ?? builtIn.MaxConcurrentActions,
            Retry(reader, problems));
        reader.RejectUnknownMembers();
        return limits;
    }

    public static List<NotificationChannel> Notify(ObjectReader file, IReadOnlyList<Rule> rules, List<Problem> problems)
    {
        var channels = new List<NotificationChannel>();
        foreach (var node in file.AtMost(MaxChannels, file.Array("notify")?.Items, "channels"))
        {
            var reader = new ObjectReader(node, problems);
            var type = Required(reader, "type", reader.Choice("type", Channels));
            var url = Required(reader, "urlSecret", Secret(reader, "urlSecret"));
            var events = reader.Array("on")?.Items.Select(item => reader.Choice(item, Events)).OfType<EventKind>();
            if (node.Kind == JsonValueKind.Object && node["on"] is null)
                reader.AddError(node, $"missing field 'on': a list of events ({string.Join(", ", Events.Keys)})");
            channels.Add(new(type ?? default, url ?? "", Secret(reader, "signingSecret"), (events ?? []).ToHashSet())
            {
                Rules = RuleNames(reader, rules),
            });
            reader.RejectUnknownMembers();
        }
        return channels;
    }

    /// <summary>Names or patterns, each of which must be of a rule.</summary>
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

    /// <summary>Reads <c>retry</c>, or <c>startRetry</c>, its old name.</summary>
    private static RetryLimit Retry(ObjectReader limits, List<Problem> problems)
    {
        var builtIn = Policies.Limits.BuiltIn.Retry;
        var (present, first) = (limits.Object("retry"), limits.Object("startRetry"));
        if (present is not null && first is not null)
            limits.AddError(first, "'startRetry' is the old name of 'retry', which is also given. Keep one");
        if ((present ?? first) is not { } node)
            return builtIn;
        var reader = new ObjectReader(node, problems);
        var retry = new RetryLimit(reader.Integer("max", 0, 100) ?? builtIn.Max, Durations.Positive(reader, "backoff") ?? builtIn.Backoff);
        reader.RejectUnknownMembers();
        return retry;
    }

    private static string? Secret(ObjectReader reader, string member)
    {
        var name = reader.String(member);
        if (name is null || name.Length is >= 1 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return name;
        reader.AddError(reader.Node[member]!,
            $"'{name}' is not a Key Vault secret name (1 to 127 letters, digits and hyphens). Put the name here, never the secret");
        return null;
    }

    private static T? Required<T>(ObjectReader reader, string member, T? value)
    {
        if (reader.Node.Kind == JsonValueKind.Object && reader.Node[member] is null)
            reader.AddError(reader.Node, $"missing field '{member}'");
        return value;
    }
}

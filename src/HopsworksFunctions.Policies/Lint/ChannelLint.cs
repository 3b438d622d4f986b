using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Warns about channels of <c>notify</c> that are probably a mistake.</summary>
internal static class ChannelLint
{
    public static void Check(JsonNode root, PolicySet policies, List<Problem> warnings)
    {
        CheckWarn(root, policies, warnings);
        var nodes = root["notify"]?.Items ?? [];
        var seen = new HashSet<string>();
        for (var i = 0; i < nodes.Count; i++)
        {
            var (node, channel) = (nodes[i], policies.Notify[i]);
            if (channel.On.Count == 0)
                Warn("on", "this channel subscribes to no events. List some in 'on'");
            if (!seen.Add($"{channel.Key} {string.Join(' ', channel.Rules?.All ?? [])}"))
            {
                Warn("urlSecret", $"another channel above uses secret '{channel.UrlSecret}', so both count as one channel. "
                    + "List all events there");
            }
            if (channel is { Each: true, Type: not ChannelType.Generic })
                Warn("each", $"'each' has no effect: {CamelCase.Of(channel.Type)} gets one message for people. Use it with type generic");
            if (channel.ByTag is { Fallback: null } byTag)
            {
                Warn("byTag", $"what concerns a cluster without tag '{byTag.Tag}', or no cluster, is not sent here. "
                    + "Name a secret in 'fallback'");
            }
            if (channel is { SigningSecret: not null, IsSignable: false })
            {
                Warn("signingSecret", $"'signingSecret' has no effect: {CamelCase.Of(channel.Type)} does not check signatures. "
                    + "Use it with type generic");
            }

            void Warn(string member, string text) => warnings.Add(Problem.Warning(node[member]!.Place, text));
        }
    }

    /// <summary>Warns once, at the first rule with stop warnings that no channel receives.</summary>
    private static void CheckWarn(JsonNode root, PolicySet policies, List<Problem> warnings)
    {
        if (policies.Notify.Any(channel => channel.On.Contains(EventKind.Warn)))
            return;
        for (var i = 0; i < policies.Rules.Count; i++)
        {
            if (policies.Rules[i] is not { Warn: not null, IsGuard: false, Stop: true, HasStops: true })
                continue;
            warnings.Add(Problem.Warning(root["rules"]!.Items[i]["warn"]!.Place,
                "'warn' has no effect: no channel subscribes to \"warn\""));
            return;
        }
    }
}

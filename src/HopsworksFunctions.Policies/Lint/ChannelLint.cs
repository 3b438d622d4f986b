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
                Warn("on", "this channel is told of nothing; name the events that it is to be told of");
            if (!seen.Add(channel.Key))
            {
                Warn("urlSecret", $"another channel above has the address in '{channel.UrlSecret}' too, "
                    + "so they are taken for one; name all its events there");
            }
            if (channel is { SigningSecret: not null, IsSignable: false })
            {
                Warn("signingSecret", "'signingSecret' is for channels of the type generic; "
                    + $"nothing checks a signature at {CamelCase.Of(channel.Type)}");
            }

            void Warn(string member, string text) => warnings.Add(Problem.Warning(node[member]!.Place, text));
        }
    }

    /// <summary>Warns once, at the first rule that warns people who are not told.</summary>
    private static void CheckWarn(JsonNode root, PolicySet policies, List<Problem> warnings)
    {
        if (policies.Notify.Any(channel => channel.On.Contains(EventKind.Warn)))
            return;
        for (var i = 0; i < policies.Rules.Count; i++)
        {
            if (policies.Rules[i] is not { Warn: not null, IsGuard: false, Stop: true, HasStops: true })
                continue;
            warnings.Add(Problem.Warning(root["rules"]!.Items[i]["warn"]!.Place,
                "no channel of 'notify' subscribes to 'warn', so nobody is told of a stop before it comes"));
            return;
        }
    }
}

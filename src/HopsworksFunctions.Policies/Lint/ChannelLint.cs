using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Lint;

/// <summary>Channels of <c>notify</c> that can hardly be meant.</summary>
internal static class ChannelLint
{
    public static void Check(JsonNode root, PolicySet policies, List<Problem> warnings)
    {
        var nodes = root["notify"]?.Items ?? [];
        var seen = new HashSet<string>();
        for (var i = 0; i < nodes.Count; i++)
        {
            var (node, channel) = (nodes[i], policies.Notify[i]);
            if (channel.On.Count == 0)
                warnings.Add(Problem.Warning(node["on"]!.Place, "this channel is told of nothing; name the events that it is to be told of"));
            if (!seen.Add(channel.Key))
                warnings.Add(Problem.Warning(node["urlSecret"]!.Place, $"another channel above has the address in '{channel.UrlSecret}' too, so they are taken for one; name all its events there"));
            if (channel is { SigningSecret: not null, Type: not ChannelType.Generic })
                warnings.Add(Problem.Warning(node["signingSecret"]!.Place, $"'signingSecret' is for channels of the type generic; nothing checks a signature at {CamelCase.Of(channel.Type)}"));
        }
    }
}

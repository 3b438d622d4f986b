using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>A short text that differs between sequences of words that differ.</summary>
internal static class Fingerprint
{
    public static string Of(IEnumerable<string> words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))))[..12];

    /// <summary>What a JSON value says, whatever the order of its members.</summary>
    /// <param name="except">Members that do not count.</param>
    public static IEnumerable<string> Words(JsonNode node, params string[] except) => node.Kind switch
    {
        JsonValueKind.Object => node.Members.Where(m => !except.Contains(m.Name)).OrderBy(m => m.Name, StringComparer.Ordinal)
            .SelectMany(m => Words(m.Value).Prepend($"{m.Name}:")).Prepend("{").Append("}"),
        JsonValueKind.Array => node.Items.SelectMany(item => Words(item)).Prepend("[").Append("]"),
        JsonValueKind.String or JsonValueKind.Number => [node.Text],
        var kind => [$"{kind}"],
    };
}

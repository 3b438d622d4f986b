using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>A short hash that differs between different sequences of words.</summary>
internal static class Fingerprint
{
    public static string Of(IEnumerable<string> words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))))[..12];

    /// <summary>Returns the words of a JSON value, independent of the order of its fields.</summary>
    /// <param name="except">Fields to ignore.</param>
    public static IEnumerable<string> Words(JsonNode node, params string[] except) => node.Kind switch
    {
        JsonValueKind.Object => node.Members.Where(m => !except.Contains(m.Name)).OrderBy(m => m.Name, StringComparer.Ordinal)
            .SelectMany(m => Words(m.Value).Prepend($"{m.Name}:")).Prepend("{").Append("}"),
        JsonValueKind.Array => node.Items.SelectMany(item => Words(item)).Prepend("[").Append("]"),
        JsonValueKind.String or JsonValueKind.Number => [node.Text],
        var kind => [$"{kind}"],
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Tests.Policies.Schema;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class WrongKindTests
{
    private static readonly string[] Kinds = ["null", "true", "7", "\"\\u0007\"", "[]", "{}", "[[]]", "[null]", "{\"\":null}"];

    private static readonly string[] Wrong = [", got ", " needs ", " is not ", " no "];

    [Fact]
    public void Every_value_of_a_wrong_kind_is_a_problem_at_its_place()
    {
        Assert.Empty(PolicyText.Parse(Mutations.Whole).Problems);
        foreach (var path in Paths(JsonNode.Parse(Mutations.Whole)!))
        {
            foreach (var kind in Kinds)
            {
                var changed = JsonNode.Parse(Mutations.Whole)!;
                var value = At(changed, path);
                var replacement = JsonNode.Parse(kind);
                if (replacement?.GetValueKind() is { } k
                    && (k == value.GetValueKind() || k is JsonValueKind.True or JsonValueKind.False
                    && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False))
                    continue;
                var json = path.Length == 0 ? kind : Replace(changed, value, replacement);

                var problems = PolicyText.Parse(json).Problems;

                Assert.True(problems.Any(p => p.Place.Path.StartsWith(value.GetPath(), StringComparison.Ordinal)
                    && Wrong.Any(words => p.Message.Contains(words, StringComparison.Ordinal))),
                    $"{value.GetPath()} as {kind}: {string.Join("; ", problems)}");
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node, params object[] here) => node switch
    {
        JsonObject o => [here, .. o.SelectMany(m => Paths(m.Value!, [.. here, m.Key]))],
        JsonArray a => [here, .. a.SelectMany((item, i) => Paths(item!, [.. here, i]))],
        _ => [here],
    };

    private static JsonNode At(JsonNode root, object[] path) =>
        path.Aggregate(root, (node, step) => (step is int i ? node[i] : node[(string)step])!);

    private static string Replace(JsonNode root, JsonNode value, JsonNode? replacement)
    {
        value.ReplaceWith(replacement);
        return root.ToJsonString();
    }
}

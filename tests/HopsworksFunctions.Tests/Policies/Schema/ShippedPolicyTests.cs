using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>Checks the sample and docs/policies.md against the code.</summary>
public sealed partial class ShippedPolicyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 10, 12, 0);
    private static readonly string Docs = File.ReadAllText(Repository.PathTo("docs/policies.md"));

    /// <summary>The page that explains the channel types and the events.</summary>
    private static readonly string NotificationDocs = File.ReadAllText(Repository.PathTo("docs/notifications.md"));
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.PathTo(
        "policies.schema.json"))).RootElement;

    public static TheoryData<string> Examples() =>
        [File.ReadAllText(Repository.PathTo("policies.sample.json")), .. Blocks().Matches(Docs).Select(m => m.Groups[1].Value)];

    public static TheoryData<string> Windows() =>
        [.. Rows().Matches(Docs[Docs.IndexOf("### Windows", StringComparison.Ordinal)..Docs.IndexOf("### Calendars",
            StringComparison.Ordinal)]).Select(m => m.Groups[1].Value)];

    [Theory, MemberData(nameof(Examples))]
    public void Ships_policies_without_a_problem(string json)
    {
        var parse = PolicyFile.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Empty(parse.Problems);
        Assert.Empty(PolicyLint.Check(parse, Now));
        Assert.True(new JsonSchema(Schema).Accepts(JsonDocument.Parse(json, JsonSchema.Lenient).RootElement));
    }

    [Theory, MemberData(nameof(Windows))]
    public void Documents_windows_that_can_be_written(string window) => Assert.Empty(PolicyText.Parse(
        $"{{ 'calendars': {{ 'fair': ['*-06-01'] }}, 'schedules': {{ 's': {{ 'up': ['{window}'] }} }}, 'rules': [] }}").Problems);

    [Fact]
    public void Documents_every_member_and_every_word()
    {
        var words = PolicySchemaTests.Members(Schema).SelectMany(m => (string[])[m.Name, .. Choices(m.Value)])
            .Concat(Choices(Schema.GetProperty("$defs").GetProperty("event"))).Distinct().ToList();

        Assert.InRange(words.Count, 50, 100);
        Assert.All(words, word => Assert.Matches($"[`\"]{Regex.Escape(word)}[`\"]", Docs + NotificationDocs));
    }

    [Fact]
    public void Documents_the_built_in_values()
    {
        var defaults = Schema.GetProperty("properties").GetProperty("defaults").GetProperty("properties");
        var builtIn = HopsworksFunctions.Policies.RuleDefaults.BuiltIn;
        foreach (var (name, value) in (IEnumerable<(string, Duration)>)
            [("newClusterGrace", builtIn.NewClusterGrace), ("minUptime", builtIn.MinUptime), ("minDowntime", builtIn.MinDowntime),
                ("manualHold", builtIn.ManualHold.Length)])
        {
            Assert.Equal(DurationText.Write(value), defaults.GetProperty(name).GetProperty("default").GetString());
            Assert.Contains($"| `{name}` | `{DurationText.Write(value)}` |", Docs, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Choices(JsonElement schema) =>
        schema.TryGetProperty("enum", out var values) ? values.EnumerateArray().Select(v => v.GetString()!) : [];

    [GeneratedRegex("```jsonc\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^\\| `([^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Tests.Policies.Schema;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Names in a policy file that look like others, or change how the text around them appears.</summary>
public sealed class NameTextTests
{
    private static readonly JsonSchema Schema = new(JsonDocument.Parse(File.ReadAllText(Repository.PathTo("policies.schema.json")))
        .RootElement);

    [Theory]
    [InlineData("\u202e", @"\u202e")]
    [InlineData("\u200b", @"\u200b")]
    [InlineData("\u001b", @"\u001b")]
    [InlineData("\u3164", @"\u3164")]
    [InlineData("\U000e0061", @"\udb40\udc61")]
    public void What_is_not_seen_is_refused_at_its_place_and_written_so_that_it_is_seen(string hidden, string shown)
    {
        foreach (var (of, path) in new[] { ("rule", "$.rules[0].name"), ("schedule", "$.schedules"), ("calendar", "$.calendars") })
        {
            var problem = PolicyText.ParseExactly(With(of, $"a{hidden}b")).Problems
                .Single(p => p.Message.StartsWith("the name ", StringComparison.Ordinal));

            Assert.StartsWith(path, problem.Place.Path, StringComparison.Ordinal);
            Assert.Equal($"the name 'a{shown}b' contains an invisible character, shown here as \\u and its number. Remove it",
                problem.Message);
            Assert.DoesNotContain(hidden, problem.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("rule")]
    [InlineData("schedule")]
    [InlineData("calendar")]
    public void The_schema_refuses_the_characters_that_the_parser_refuses(string of)
    {
        var differ = Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => !char.IsSurrogate(c))
            .Where(c => PolicyText.ParseExactly(With(of, $"a{c}b")).Problems.Count == 0 != Accepts(With(of, $"a{c}b"))).ToList();

        Assert.Equal("", string.Join(' ', differ.Select(c => ((int)c).ToString("x4", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("Kväll & natt (öst) 夜 \U0001F319\uFE0F")]
    public void What_is_seen_is_a_name_in_any_script(string name)
    {
        Assert.Empty(PolicyText.ParseExactly(With("rule", name)).Problems);
        Assert.Empty(PolicyText.ParseExactly(With("schedule", name)).Problems);
        Assert.True(Accepts(With("rule", name)));
    }

    private static bool Accepts(string json) => Schema.Accepts(JsonDocument.Parse(json).RootElement);

    private static string With(string of, string name) => new JsonObject
    {
        ["calendars"] = new JsonObject { [of == "calendar" ? name : "c"] = new JsonArray("*-01-01") },
        ["schedules"] = new JsonObject { [of == "schedule" ? name : "s"] = new JsonObject { ["up"] = new JsonArray("mon 07:00-19:00") } },
        ["rules"] = new JsonArray(new JsonObject { ["name"] = of == "rule" ? name : "r", ["match"] = new JsonObject() }),
    }.ToJsonString();
}

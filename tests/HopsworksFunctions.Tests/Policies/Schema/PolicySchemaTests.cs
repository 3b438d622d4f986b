using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using CsCheck;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>
/// Checks that policies.schema.json agrees with the parser. CsCheck_Iter=1000 in the environment makes each property ten times as thorough.
/// </summary>
public sealed class PolicySchemaTests
{
    /// <summary>Patterns of parser errors about more than shape; the schema makes no claim about these.</summary>
    private static readonly string[] BeyondShape =
    [
        "[0-9] does not exist", "ends before it starts", "start and end are the same", "is too long: the maximum is",
        "is not an IANA time zone", "unknown schedule", "unknown calendar", "duplicate rule name", "duplicate field", "duplicate tag",
        "matches no rule", "unknown country", "unknown region",
        "unions cannot contain unions", "29 February",
        "share one activity check", @"must contain \{.*\} once",
    ];

    private static readonly JsonElement Source = JsonDocument.Parse(File.ReadAllText(Repository.PathTo(
        "policies.schema.json"))).RootElement;
    private static readonly JsonSchema Schema = new(Source);

    [Theory]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['2026-02-30 09:00-17:00'] } } }")]
    [InlineData("{ 'rules': [], 'calendars': { 'c': ['*-02-30'] } }")]
    [InlineData("{ 'rules': [], 'calendars': { 'c': ['2026-02-02..2026-02-01'] } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['day 5-1 09:00-17:00'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['mon 09:00-09:00'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['mon 09:00 > mon 09:00'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['@c 09:00-17:00'], 'except': ['@c'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['2026-06-04 09:00 > 2026-06-03 10:00'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'up': ['*-02-29 09:00 > *-03-01 10:00'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t'] } } }")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t'] }, 't': { 'union': ['u'] }, 'u': { 'up': [] } } }")]
    [InlineData("{ 'rules': [], 'timeZone': 'Europe/Atlantis' }")]
    [InlineData("{ 'rules': [], 'defaults': { 'minUptime': '367d' } }")]
    [InlineData("{ 'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's' } ] }")]
    [InlineData("{ 'rules': [ { 'name': 'r', 'match': {} }, { 'name': 'r', 'match': {} } ] }")]
    [InlineData("{ 'rules': [], 'calendars': { 'c': { 'country': 'XX' } } }")]
    [InlineData("{ 'rules': [], 'calendars': { 'c': [{ 'country': 'DE-XX' }] } }")]
    [InlineData("""
        { 'rules': [ { 'name': 'r', 'match': {}, 'idle': { 'after': '1h' },
            'drain': { 'idle': '1h', 'atMost': '2h', 'probe': 'extended' } } ] }
        """)]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x-{a}', 'byTag': 'b', 'on': [] } ] }")]
    [InlineData("{ 'rules': [], 'rules': [] }")]
    public void Leaves_to_the_parser_what_no_shape_can_say(string json)
    {
        Assert.All(PolicyText.Parse(json).Problems, p => Assert.True(IsBeyondShape(p.Message), p.Message));
        Assert.Null(PolicyText.Parse(json).Policies);
        Assert.True(Schema.Accepts(JsonDocument.Parse(json.Replace('\'', '"')).RootElement));
    }

    [Fact]
    public void Accepts_the_documents_that_the_parser_accepts() =>
        Mutations.Documents.Sample(json => Agree(json), iter: 100 * Check.Iter);

    [Fact]
    public void Accepts_the_windows_that_the_parser_accepts() =>
        Mutations.Windows.Sample(text => Agree(With("up", text)), iter: 200 * Check.Iter);

    [Fact]
    public void Accepts_the_dates_that_the_parser_accepts() =>
        Mutations.Dates.Sample(text => Agree(With("except", text)), iter: 100 * Check.Iter);

    [Fact]
    public void Accepts_the_durations_that_the_parser_accepts() => Gen.Select(
        Mutations.Durations, Gen.OneOf("warn", "minUptime", "manualHold", "startAhead")).Sample(
        (text, member) => Agree(new JsonObject
        {
            ["rules"] = new JsonArray(
                new JsonObject { ["name"] = "r", ["match"] = new JsonObject(), [member] = text }),
        }.ToJsonString()), iter: 100 * Check.Iter);

    /// <summary>
    /// Also proves that no mutated file makes the parser throw, and that nothing without the schema's shape is ever accepted.
    /// </summary>
    [Fact]
    public void Accepts_the_mutilated_files_that_the_parser_accepts() => Mutations.Files.Sample(bytes =>
    {
        var parse = HopsworksFunctions.Policies.Language.PolicyFile.Parse(bytes);
        Assert.Equal(parse.Policies is null, parse.Problems.Count > 0);
        if (parse.Policies is not null)
        {
            var json = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
            Assert.True(Schema.Accepts(JsonDocument.Parse(json, JsonSchema.Lenient).RootElement));
            HopsworksFunctions.Policies.Lint.PolicyLint.Check(parse, NodaTime.Instant.FromUtc(2026, 6, 10, 12, 0));
        }
    }, iter: 100 * Check.Iter);

    [Fact]
    public void Describes_every_member_and_gives_the_built_in_value()
    {
        var members = Members(Source).ToList();

        Assert.All(members, m => Assert.True(m.Value.TryGetProperty("description", out _), m.Name));
        Assert.Equal("2h", Source.GetProperty("properties").GetProperty("defaults").GetProperty("properties").GetProperty("newClusterGrace")
            .GetProperty("default").GetString());
        Assert.All(members.Where(m => m.Value.TryGetProperty("default", out _)), m =>
            Assert.True(Schema.Accepts(m.Value, m.Value.GetProperty("default")), m.Name));
    }

    // The other tests know only the words of their samples.
    [Theory]
    [InlineData("channel/type", typeof(ChannelType))]
    [InlineData("rule/idle/probe", typeof(IdleProbe))]
    [InlineData("rule/drain/probe", typeof(IdleProbe))]
    public void Lists_the_words_of_the_language(string member, Type words)
    {
        var path = member.Split('/');
        var node = path.Skip(1).Aggregate(
            Source.GetProperty("$defs").GetProperty(path[0]), (schema, name) => schema.GetProperty("properties").GetProperty(name));
        Assert.Equal(CamelCase.WordsOf(words).OfType<string>(), node.GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
    }

    internal static IEnumerable<JsonProperty> Members(JsonElement schema) => schema.ValueKind != JsonValueKind.Object ? []
        : schema.EnumerateObject().Where(k => k.Name != "if")
            .SelectMany(k => k.Name == "properties"
            ? [.. k.Value.EnumerateObject(), .. k.Value.EnumerateObject().SelectMany(p => Members(p.Value))] : Members(k.Value));

    private static void Agree(string json)
    {
        var problems = PolicyText.ParseExactly(json).Problems;
        var accepted = Schema.Accepts(JsonDocument.Parse(json, JsonSchema.Lenient).RootElement);
        if (problems.Count == 0 || problems.Any(p => !IsBeyondShape(p.Message)))
            Assert.True(accepted == (problems.Count == 0), $"schema: {accepted}, parser: {string.Join("; ", problems)}, text: {json}");
    }

    private static bool IsBeyondShape(string message) => BeyondShape.Any(words => Regex.IsMatch(message, words));

    private static string With(string member, string text) => new JsonObject
    {
        ["calendars"] = new JsonObject { ["se"] = new JsonArray("*-01-01") },
        ["schedules"] = new JsonObject
        {
            ["s"] = new JsonObject
            {
                ["up"] = new JsonArray(), ["except"] = new JsonArray(),
                [member] = new JsonArray(text)
            }
        },
        ["rules"] = new JsonArray(),
    }.ToJsonString();
}

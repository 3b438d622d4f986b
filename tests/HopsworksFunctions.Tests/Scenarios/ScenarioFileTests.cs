using System.Text;
using CsCheck;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Tests.Scenarios;

public sealed class ScenarioFileTests
{
    private const string Valid = """
        { "policies": { "schedules": { "s": { "up": ["daily 07:00-19:00"] } }, "rules": [{ "name": "r", "match": {}, "schedule": "s" }] },
          "start": "2026-06-01T16:50:00Z", "end": "2026-06-01T20:00:00Z", "tick": "5m", "timings": { "start": "6m", "stop": "3m" },
          "clusters": [{ "id": "a", "state": "running", "createdOn": "2026-01-01T00:00:00Z", "tags": { "env": "dev" }, "cloud": "AWS",
                         "workers": [{ "instanceType": "m", "diskSize": 512, "count": 2 }], "autoscale": null, "activity": "idle" }],
          "events": [{ "at": "2026-06-01T17:00:00Z", "do": "hold", "cluster": "a", "state": "up", "until": "2h" },
                     { "at": "2026-06-01T17:00:00Z", "do": "fault", "operation": "*", "code": 429, "times": 3, "retryAfter": "30s", "afterEffect": false },
                     { "at": "2026-06-01T17:30:00Z", "do": "set", "cluster": "a", "state": "updating", "activationState": "" },
                     { "at": "2026-06-01T17:40:00Z", "do": "set", "cluster": "a",
                       "tags": { "env": "prod" }, "workers": [{ "instanceType": "n" }] },
                     { "at": "2026-06-01T17:45:00Z", "do": "spotLoss", "cluster": "a", "count": 2 },
                     { "at": "2026-06-01T17:50:00Z", "do": "jitter", "upTo": "3s" },
                     { "at": "2026-06-01T17:55:00Z", "do": "clock", "by": "-15d" },
                     { "at": "2026-06-01T18:00:00Z", "do": "skipTicks", "until": "2026-06-01T18:30:00Z" }] }
        """;

    [Theory]
    [InlineData("\"tick\"", "\"tik\"", "$.tik", "Did you mean 'tick'")]
    [InlineData("\"activity\": \"idle\"", "\"activity\": \"idel\"", "$.clusters[0].activity", "Did you mean 'idle'")]
    [InlineData("\"do\": \"hold\"", "\"do\": \"hodl\"", "$.events[0].do", "Did you mean 'hold'")]
    [InlineData("\"cluster\": \"a\", \"state\": \"up\"", "\"cluster\": \"b\", \"state\": \"up\"", "$.events[0].cluster",
        "there is no cluster 'b'")]
    [InlineData("\"retryAfter\"", "\"retryafter\"", "$.events[1].retryafter", "Did you mean 'retryAfter'")]
    [InlineData("\"code\": 429", "\"code\": 200", "$.events[1].code", "from 400 to 599")]
    [InlineData("\"id\": \"a\", ", "", "$.clusters[0]", "needs its 'id'")]
    [InlineData("\"end\": \"2026-06-01T20", "\"end\": \"2026-06-01T10", "$.end", "before 'start'")]
    [InlineData("2026-06-01T16:50:00Z", "2026-06-01 16:50", "$.start", "not an instant")]
    [InlineData("\"2h\"", "\"2 hours\"", "$.events[0].until", "a duration such as")]
    [InlineData("\"schedule\": \"s\"", "\"schedule\": \"t\"", "$.policies.rules[0].schedule", "unknown schedule 't'")]
    [InlineData("\"env\": \"prod\"", "\"env\": 1", "$.events[3].tags.env", "a tag's value is a string")]
    [InlineData("{ \"env\": \"prod\" }", "\"prod\"", "$.events[3].tags", "expected an object")]
    [InlineData("[{ \"instanceType\": \"n\" }]", "[{ \"count\": 1 }]", "$.events[3].workers[0]", "needs its 'instanceType'")]
    [InlineData("\"spotLoss\"", "\"spotLos\"", "$.events[4].do", "Did you mean 'spotLoss'")]
    [InlineData("\"count\": 2 },", "\"count\": 0 },", "$.events[4].count", "from 1 to 100000")]
    [InlineData(", \"count\": 2 },", " },", "$.events[4]", "needs 'count'")]
    [InlineData("\"3s\"", "\"5m\"", "$.events[5].upTo", "not less than a tick")]
    [InlineData(", \"upTo\": \"3s\"", "", "$.events[5]", "needs 'upTo'")]
    [InlineData("\"-15d\"", "\"--15d\"", "$.events[6].by", "write it like '15d' or '-15d'")]
    [InlineData("\"-15d\"", "\"-400d\"", "$.events[6].by", "more than 366 days")]
    [InlineData(", \"by\": \"-15d\"", "", "$.events[6]", "needs 'by'")]
    public void Says_where_and_what_is_wrong(string right, string wrong, string path, string message)
    {
        var (scenario, problems) = Parse(Valid.Replace(right, wrong));

        Assert.Null(scenario);
        var problem = problems.First(p => p.Severity == Severity.Error);
        Assert.Equal(path, problem.Place.Path);
        Assert.Contains(message, problem.Message);
    }

    [Fact]
    public void The_scenario_of_the_documentation_is_one()
    {
        var docs = File.ReadAllText(Repository.PathTo("docs/simulate.md"));

        Assert.Empty(Parse(docs.Split("```jsonc\n")[1].Split("```")[0]).Problems);
    }

    [Fact]
    public async Task Mutated_scenarios_are_refused_or_played_but_nothing_is_thrown()
    {
        Assert.NotNull(Parse(Valid).Scenario);
        string[] scraps = ["\"", "{", "}", "[", "]", ",", ":", "null", "0", "-1", "1e9", "\"a\"", "\"\"", "true", "\"events\"", "\"at\"",
            "99999d", "\\u0000", "9999-12-31T23:59:59Z", "policies"];
        var mutation = Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, 12], Gen.OneOf(scraps));

        foreach (var mutations in mutation.Array[1, 3].Array[4000].Single(_ => true, RandomScenarios.Seed))
        {
            var text = Valid;
            foreach (var (at, length, scrap) in mutations.Where(m => m.Item1 < text.Length))
                text = text[..at] + scrap + text[Math.Min(text.Length, at + length)..];
            var (scenario, problems) = Parse(text);
            Assert.Equal(scenario is null, problems.Any(p => p.Severity == Severity.Error));
            if (scenario is not null && (scenario.End - scenario.Start) / scenario.Tick < 5000)
                await Lines.OfAsync(scenario);
        }
    }

    private static (Scenario? Scenario, IReadOnlyList<Problem> Problems) Parse(string text) =>
        ScenarioFile.Parse(Encoding.UTF8.GetBytes(text), ".");
}

using System.Text;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>However large or wrong a text is, reading it and reporting its problems costs little.</summary>
public sealed class BoundsTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void A_long_name_above_many_members_costs_no_more_than_the_text()
    {
        var text = Encoding.UTF8.GetBytes($$"""{ "{{new string('n', 32_000)}}": { {{Many(3_000, i => $"\"m{i:0000}\": 1")}} } }""");
        var problems = new List<Problem>();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var root = JsonText.Parse(text, problems)!;
        foreach (var member in root.Members[0].Value.Members)
            problems.Add(Problem.Error(member.Place, "is wrong"));
        var told = FirstProblems.Join(problems);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * Megabyte);
        Assert.InRange(told.Length, 1, 4_096);
        Assert.EndsWith("more", told, StringComparison.Ordinal);
        Assert.InRange(problems[0].Place.Path.Length, 100, 310);
    }

    [Fact]
    public void A_file_with_thousands_of_errors_is_told_in_a_few_lines()
    {
        var parse = Parse($$"""{ "schedules": { {{Many(400, i => $$"""
            "s{{i}}": { "up": [{{Many(30, j => $"\"monn {j:00}:00-25:00\"")}}] }
            """)}} }, "rules": [] }""");

        var told = parse.Errors("policies.json");

        Assert.Equal(12_000, parse.Problems.Count);
        Assert.InRange(told.Length, 1, 4_096);
        const string First = "policies.json(1,33): error: $.schedules.s0.up[0]: 'monn 00:00-25:00' is not a window";
        Assert.StartsWith(First, told, StringComparison.Ordinal);
        Assert.Matches(@"; and 119\d\d more$", told);
    }

    public static TheoryData<string, string> TooMany => new()
    {
        { $$"""{ "rules": [{{Many(1_001, i => $$"""{ "name": "r{{i}}", "match": {} }""")}}] }""", "too many rules: 1001, the maximum "
            + "is 1000" },
        { $$"""{ "schedules": { {{Many(501, i => $$""" "s{{i}}": { "up": [] }""")}} } }""", "too many schedules: 501, the maximum is 500" },
        { $$"""{ "schedules": { "s": { "up": [{{Many(201, _ => "\"mon 09:00-10:00\"")}}] } } }""", "too many windows: 201, the "
            + "maximum is 200" },
        {
            $$"""{ "schedules": { "s": { "up": [], "except": [{{Many(1_001, _ => "\"*-01-01\"")}}] } } }""",
            "too many dates: 1001, the maximum is 1000"
        },
        { $$"""{ "calendars": { "c": [{{Many(1_001, _ => "\"*-01-01\"")}}] } }""", "too many dates: 1001, the maximum is 1000" },
        { $$"""{ "calendars": { {{Many(101, i => $"\"c{i}\": []")}} } }""", "too many calendars: 101, the maximum is 100" },
        { Matching($$"""{ "tags": { {{Many(51, i => $"\"t{i}\": \"x\"")}} } }"""), "too many tags: 51, the maximum is 50" },
        { Matching($$"""{ "name": [{{Many(501, i => $"\"n{i}\"")}}] }"""), "too many texts: 501, the maximum is 500" },
        {
            $$"""{ "notify": [{{Many(51, _ => """{ "type": "slack", "urlSecret": "s", "on": [] }""")}}] }""",
            "too many channels: 51, the maximum is 50"
        },
    };

    [Theory, MemberData(nameof(TooMany))]
    public void A_list_that_is_too_long_is_one_error_that_says_how_long_it_may_be(string json, string message)
    {
        var problem = Assert.Single(Parse(json).Problems);

        Assert.Equal(message, problem.Message);
    }

    [Fact]
    public void A_thousand_rules_whose_clusters_choose_among_five_hundred_schedules_are_not_half_a_million()
    {
        var text = Encoding.UTF8.GetBytes($$"""
            { "schedules": { {{Many(500, s => $$""" "s{{s}}": { "up": [] }""")}} },
              "rules": [{{Many(1_000, i => $$"""{ "name": "r{{i}}", "match": { "name": "a{{i}}" }, "scheduleTag": "t" }""")}}] }
            """);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(PolicyFile.Parse(text).Policies);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * Megabyte);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused_before_it_is_read()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var parse = PolicyFile.Parse(new byte[PolicyFile.MaxBytes + 1]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Megabyte);
        Assert.Equal("p.json(1,1): error: $: the file is larger than 256 KB. Use patterns, lists and 'defaults' instead of many rules, and "
            + "iCalendar files for many dates", parse.Errors("p.json"));
        Assert.NotNull(Parse("""{ "rules": [] }""".PadRight(PolicyFile.MaxBytes)).Policies);
    }

    private static string Matching(string match) => $$"""{ "rules": [{ "name": "r", "match": {{match}} }] }""";

    private static string Many(int count, Func<int, string> one) => string.Join(',', Enumerable.Range(0, count).Select(one));

    private static PolicyParse Parse(string json) => PolicyFile.Parse(Encoding.UTF8.GetBytes(json));
}

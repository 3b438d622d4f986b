using System.Text;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Linting a policy file of the largest size costs about a second, whatever it contains.</summary>
public sealed class LintBoundsTests
{
    private const long Megabyte = 1 << 20;

    private static readonly Instant Now = Instant.FromUtc(2026, 6, 10, 12, 0);

    /// <summary>A large file, the number of its warnings, and one of them.</summary>
    public static TheoryData<string, int, string> Large => new()
    {
        {
            Schedules(50, 200, "mon", """, "except": ["*-01-01..*-12-31"]"""), 1 + 50 + 2 + 1,
            "window 'mon 00:00-01:01' is empty for the next five years: 'except' covers all its dates. The same is true of 199 more "
                + "windows of this schedule"
        },
        {
            Schedules(45, 200, "feb day 31"), 1 + 45 + 2 + 1,
            "window 'feb day 31 00:00-01:01' is always empty: its date does not exist in any year. The same is true of 199 more "
                + "windows of this schedule"
        },
        {
            Schedules(50, 200, "daily", zone: "Europe/Stockholm"), 1 + 50 + 1,
            "the times of schedule 's2' and 47 more are not checked: only the first 500 windows of a file are"
        },
        {
            Schedules(35, 150, "last 3 workdays", $$""", "except": [{{Many(20, i => $"\"*-02-01..*-02-{i + 8:00}\"")}}]"""), 1 + 35 + 1,
            "the times of schedule 's3' and 31 more are not checked: only the first 500 windows of a file are"
        },
        {
            $$"""
            { "schedules": { {{Many(10, s => Schedule($"s{s}", 200, "daily"))}},
                {{Many(490, u => $$""" "u{{u}}": { "union": [{{Many(10, i => $"\"s{i}\"")}}] }""")}} } }
            """, 1 + 490 + 1, "the times of schedule 's2' and 497 more are not checked: only the first 500 windows of a file are"
        },
        {
            $$"""
            { "schedules": { {{Many(500, s => $$""" "s{{s}}": { "up": ["daily 01:00-01:20"] }""")}} },
              "rules": [{{Many(1_000, i => $$"""
                { "name": "r{{i}}", "match": { "name": "a{{i}}" }, "scheduleTag": "t", "warn": "{{i + 400}}m", "minUptime": "25m" }
                """)}}] }
            """, 1_000 + 1_000 + 1, "'minUptime' (25m) is longer than the window of schedule 's0' on 2026-06-11 (20m), so the stop "
                + "comes late"
        },
        {
            $$"""{ "rules": [{{Many(2, i => Rule(i, $"\"{new string("a?"[i], 100_000)}*\""))}}] }""", 1,
            "not all rules were compared: their patterns are too many or too long"
        },
    };

    [Theory, MemberData(nameof(Large))]
    public void A_large_file_has_few_warnings_and_costs_little_memory(string json, int count, string warning)
    {
        var parse = PolicyFile.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Equal("", parse.Errors("p.json"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var warnings = PolicyLint.Check(parse, Now);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000 * Megabyte);
        Assert.Contains(warning, warnings.Select(w => w.Message));
        Assert.Equal(count, warnings.Count);
    }

    [Fact]
    public void A_thousand_rules_by_usual_names_are_all_compared() => Assert.Empty(Warnings(
        $$"""{ "rules": [{{Many(999, i => Rule(i, $"\"team-{i}-*\""))}}, {{Rule(999, "\"team-*\"")}}] }"""));

    [Fact]
    public void Windows_up_to_the_limit_are_all_checked() => Assert.DoesNotContain(
        Warnings($$"""{ "schedules": { {{Schedule("a", 200, "mon")}}, {{Schedule("b", 200, "tue")}}, {{Schedule("c", 100, "wed")}} } }"""),
        w => w.Contains("not checked", StringComparison.Ordinal));

    [Fact]
    public void Of_windows_of_a_schedule_that_are_never_up_for_different_reasons_each_reason_is_told() => Assert.Equal(
        [
            "window '2020-01-01 07:00-19:00' has passed. Remove it. The same is true of 1 more window of this schedule",
            "window 'feb day 30 07:00-19:00' is always empty: its date does not exist in any year",
            "window '*-12-24 07:00-19:00' is empty for the next five years: 'except' covers all its dates",
        ],
        Warnings("""
            { "schedules": { "s": { "up": ["mon 07:00-19:00", "2020-01-01 07:00-19:00", "feb day 30 07:00-19:00", "*-12-24 07:00-19:00",
                "2021-01-01 07:00-19:00"], "except": ["*-12-24"] } }, "rules": [{ "name": "r", "match": {}, "schedule": "s" }] }
            """));

    private static List<string> Warnings(string json) =>
        [.. PolicyLint.Check(PolicyFile.Parse(Encoding.UTF8.GetBytes(json)), Now).Select(w => w.Message)];

    private static string Schedules(int count, int windows, string days, string members = "", string zone = "UTC") =>
        $$"""{ "timeZone": "{{zone}}", "schedules": { {{Many(count, s => Schedule($"s{s}", windows, days, members))}} } }""";

    private static string Schedule(string name, int windows, string days, string members = "") =>
        $$""" "{{name}}": { "up": [{{Many(windows, i => $"\"{days} {Time(i)}-{Time(i + 61)}\"")}}]{{members}} }""";

    private static string Rule(int i, string name) => $$"""{ "name": "r{{i}}", "match": { "name": {{name}} } }""";

    private static string Time(int minute) => $"{minute / 60 % 22:00}:{minute % 60:00}";

    private static string Many(int count, Func<int, string> one) => string.Join(',', Enumerable.Range(0, count).Select(one));
}

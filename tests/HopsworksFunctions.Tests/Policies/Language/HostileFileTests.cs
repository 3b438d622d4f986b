using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Policy files written to be costly, to confuse or to break: each is refused in few words, or is harmless.</summary>
public sealed class HostileFileTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Each_is_refused_in_few_words_and_costs_little()
    {
        var files = Files().ToList();
        foreach (var file in files)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var parse = PolicyFile.Parse(file);
            var told = parse.Errors("policies.json");
            var warnings = PolicyLint.Check(parse, Instant.FromUtc(2026, 6, 10, 12, 0));

            var start = Encoding.UTF8.GetString(file, 0, Math.Min(file.Length, 80));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 * Megabyte, start);
            Assert.True(parse.Policies is null && warnings.Count == 0, start);
            Assert.InRange(told.Length, 1, 4_096);
            Assert.DoesNotContain(told, c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format);
        }
        Console.WriteLine($"Hostile policy files: {files.Count} of up to {files.Max(f => f.Length) / 1024} KB, each refused.");
    }

    private static IEnumerable<byte[]> Files()
    {
        foreach (var text in (string[])[
            "", " ", "\0", "null", "[]", "{", "}", "{}}", "\"", "// nothing", "/*", new('[', 200_000), new('{', 200_000),
            Nested(60), Nested(10_000), $"{{\"{new string('n', 200_000)}\":1}}", $"{{\"rules\":{new string('9', 200_000)}}}",
            $"{{\"rules\":\"{new string('x', 200_000)}\"}}", $"{{{Many(20_000, i => $"\"m{i}\":1")}}}",
            $"{{\"rules\":[{Many(60_000, _ => "{}")}]}}", $"{{\"rules\":[{Many(50_000, _ => "null")}]}}",
            $"{{\"rules\":[],{Many(10_000, _ => "\"rules\":[]")}}}", $"{{\"timeZone\":\"{new string('Z', 100_000)}\"}}",
            Up("mon 25:00-26:00"), Up(new string('m', 100_000)), Up(new string(',', 100_000)),
            Up(string.Concat(Enumerable.Repeat("mon,", 9_000))),
            Up("mon 08:00 > \u202efri 18:00"), Up("\u001b[2J"), Up("9999-12-31 00:00-01:00"), Up("0000-00-00 00:00-01:00"),
            Rule("a\u202eb"), Rule("a\u200bb"), Rule("\u001b]0;x\u0007"), Rule("\r\nerror: all is well"),
            """{ "rules": [{ "name": "r", "match": { "name": [] } }] }""", """{ "rules": [{ "name": "\ud800", "match": {} }] }""",
            """{ "schedules": { "s": { "union": ["s"] } } }""", """{ "schedules": { "s": { "union": ["t"] }, "t": { "union": ["s"] } } }""",
            """{ "rules": [{ "name": "r", "match": {}, "warn": "99999999999999999999d" }] }""",
            """{ "limits": { "maxStopsPerRun": 1e308 } }""", """{ "calendars": { "c": [{ "ics": "http://169.254.169.254/" }] } }""",
            """{ "calendars": { "c": [{ "ics": "file:///etc/passwd" }] } }""",
            """{ "notify": [{ "type": "slack", "urlSecret": "../../x", "on": [] }] }"""])
            yield return Encoding.UTF8.GetBytes(text);
        yield return [0xff, 0xfe, 0x7b, 0x00];
        yield return [.. "{ \"rules\": \""u8, 0xc3, 0x28, .. "\" }"u8];
        yield return new byte[PolicyFile.MaxBytes];
        yield return new byte[4 * Megabyte];
    }

    private static string Nested(int depth) =>
        $"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}";

    private static string Up(string window) =>
        new JsonObject
        {
            ["schedules"] = new JsonObject
            {
                ["s"] = new JsonObject { ["up"] = new JsonArray(window) },
            },
        }.ToJsonString();

    private static string Rule(string name) => new JsonObject
    {
        ["rules"] = new JsonArray(
            new JsonObject { ["name"] = name, ["match"] = new JsonObject() }),
    }.ToJsonString();

    private static string Many(int count, Func<int, string> one) => string.Join(',', Enumerable.Range(0, count).Select(one));
}

using System.Text;
using System.Text.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class JsonTextTests
{
    [Fact]
    public void Knows_where_every_value_stands()
    {
        var root = Read("""
            // a comment with 'ö'
            { "a": [ 1, /* in between */ "ö", { "b c": true, }, ],
              "ö": null }
            """, out var problems)!;

        Assert.Empty(problems);
        Assert.Equal("line 2, column 1, $", root.Place.ToString());
        Assert.Equal("line 2, column 30, $.a[1]", root["a"]!.Items[1].Place.ToString());
        Assert.Equal("line 2, column 44, $.a[2]['b c']", root["a"]!.Items[2]["b c"]!.Place.ToString());
        Assert.Equal("line 3, column 8, $['ö']", root["ö"]!.Place.ToString());
        Assert.Equal(JsonValueKind.Null, root["ö"]!.Kind);
    }

    [Fact]
    public void Takes_a_byte_order_mark() =>
        Assert.Equal("line 1, column 8, $.a", Read("\uFEFF{ \"a\": 1 }", out _)!["a"]!.Place.ToString());

    [Theory]
    [InlineData("", 1, 1, "does not contain any JSON tokens")]
    [InlineData("// only a comment", 1, 18, "does not contain any JSON tokens")]
    [InlineData("{ \"a\": 1 ", 1, 10, "open JSON object")]
    [InlineData("{\n  \"ö\": tru }", 2, 11, "is an invalid JSON literal")]
    [InlineData("{ \"a\": 01 }", 1, 9, "Invalid leading zero")]
    [InlineData("{ 'a': 1 }", 1, 3, "''' is an invalid start of a property name")]
    [InlineData("{ \"a\": \"\n\" }", 1, 9, "invalid within a JSON string")]
    [InlineData("{} {}", 1, 4, "invalid after a single JSON value")]
    [InlineData("{}\n}", 2, 1, "invalid after a single JSON value")]
    [InlineData("{ \"a\": \"\\ud800\" }", 1, 8, "not valid Unicode")]
    [InlineData("{ \"a\": 1,\n \"\\udc00\": 1 }", 2, 2, "not valid Unicode")]
    [InlineData("/* never closed", 1, 1, "Expected end of comment")]
    public void Says_where_a_text_is_not_JSON(string text, int line, int column, string reason)
    {
        Assert.Null(Read(text, out var problems));

        var problem = Assert.Single(problems);
        Assert.Equal($"line {line}, column {column}, $", problem.Place.ToString());
        Assert.StartsWith("invalid JSON: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_UTF_8()
    {
        var problems = new List<Problem>();

        Assert.Null(JsonText.Parse([.. "{ \"a\": \""u8, 0xC3, 0x28, .. "\" }"u8], problems));
        Assert.Equal(8, Assert.Single(problems).Place.Column);
    }

    [Fact]
    public void Reads_64_levels_and_no_more()
    {
        Assert.NotNull(Read(Nested(64), out _));
        Assert.Null(Read(Nested(65), out _));
        Assert.Null(Read(Nested(1_000_000), out _));

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Fact]
    public void Complains_of_every_member_given_twice()
    {
        Read("""{ "a": 1, "a": { "b": 1, "b": 2 }, "A": 1 }""", out var problems);

        Assert.Equal(["line 1, column 26, $.a.b: duplicate field 'b'. Keep one",
            "line 1, column 11, $.a: duplicate field 'a'. Keep one"],
            problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("plain_$1", "$.plain_$1")]
    [InlineData("1st", "$['1st']")]
    [InlineData("", "$['']")]
    [InlineData("it's", @"$['it\'s']")]
    [InlineData(@"back\slash", @"$['back\\slash']")]
    [InlineData("two\nlines", @"$['two\u000alines']")]
    public void Writes_paths_that_stay_on_their_line(string name, string path) =>
        Assert.Equal(path, Read(JsonSerializer.Serialize(new Dictionary<string, int> { [name] = 1 }), out _)!.Members[0].Place.Path);

    [Fact]
    public void Keeps_messages_to_a_line()
    {
        var message = Problem.Error(new(JsonPath.Root, 1, 1), $"'{new string('x', 10_000)}\n' is wrong; write this").Message;

        Assert.InRange(message.Length, 1, 700);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith("' is wrong; write this", message, StringComparison.Ordinal);
    }

    private static JsonNode? Read(string text, out List<Problem> problems) => JsonText.Parse(Encoding.UTF8.GetBytes(text), problems = []);
}

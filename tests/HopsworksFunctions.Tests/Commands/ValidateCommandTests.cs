using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Commands;

public sealed class ValidateCommandTests
{
    [Fact]
    public async Task Ends_with_0_for_the_sample()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("", "validate", Repository.PathTo("policies.sample.json"));

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.EndsWith("policies.sample.json is valid: 5 rules, 2 schedules, 0 warnings.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_warnings_of_a_valid_file()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("""{ "rules": [], "schedules": { "s": { "up": ["mon 07:00-19:00"] } } }""", "validate", "-");

        Assert.Equal((0, "- is valid: 0 rules, 1 schedule, 1 warning.\n"), (exitCode, output));
        Assert.Equal("-(1,31): warning: $.schedules.s: no rule uses schedule 's'\n", errors);
    }

    [Fact]
    public async Task Names_the_first_twenty_errors_and_counts_the_rest()
    {
        var file = $"{{ \"rules\": [\n{string.Join(",\n", Enumerable.Repeat("1", 20_000))}\n] }}";

        var (exitCode, output, errors) = await CommandLine.RunAsync(file, "validate", "-");

        var lines = errors.TrimEnd().Split('\n');
        Assert.Equal((1, 21), (exitCode, lines.Length));
        Assert.Equal("-(2,1): error: $.rules[0]: expected an object, got a number", lines[0]);
        Assert.Equal("-: and 981 more", lines[^1]);
        Assert.Equal("- is not valid: 1001 errors.\n", output);
    }

    [Fact]
    public async Task Ends_with_1_and_names_every_error()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("{ \"rule\": [],\n  \"rules\": 1 }", "validate", "-");

        Assert.Equal((1, "- is not valid: 2 errors.\n"), (exitCode, output));
        Assert.Equal(
            ["-(1,3): error: $.rule: unknown field 'rule'. Did you mean 'rules'?",
                "-(2,12): error: $.rules: expected an array, got a number"],
            errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Writes_one_JSON_object_for_programs()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("""{ "rules": 1 }""", "validate", "-", "--json");

        Assert.Equal((1, ""), (exitCode, errors));
        var report = JsonNode.Parse(output)!;
        Assert.False((bool)report["valid"]!);
        Assert.Equal("""{"severity":"error","line":1,"column":12,"path":"$.rules","message":"expected an array, got a number"}""",
            Assert.Single(report["problems"]!.AsArray())!.ToJsonString());
    }

    [Fact]
    public async Task Says_in_a_line_that_a_file_cannot_be_read()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("", "validate", "/no/such/file.json");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("Cannot read /no/such/file.json: ", Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}

namespace HopsworksFunctions.Tests.Commands;

public sealed class ScheduleCommandTests
{
    private const string Policies = """
        { "timeZone": "Europe/Stockholm", "rules": [],
          "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] }, "early": { "up": ["sun 02:15-12:00"] }, "once": { "up": ["2026-06-03 09:00-10:00"] } } }
        """;

    [Fact]
    public async Task Writes_a_line_of_JSON_for_each_instant()
    {
        var (exitCode, output, errors) = await RunAsync(
            "office", "--at", "2026-03-29T01:00:00Z", "--at", "2026-06-03T09:00:00+02:00", "--json");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            """
            {"at":"2026-03-29T01:00:00Z","desired":"down","since":"2026-03-27T18:00:00Z","until":"2026-03-30T05:00:00Z"}
            {"at":"2026-06-03T07:00:00Z","desired":"up","since":"2026-06-03T05:00:00Z","until":"2026-06-03T17:00:00Z"}

            """,
            output);
    }

    [Fact]
    public async Task Adds_what_comes_next()
    {
        var (_, output, _) = await RunAsync("early", "--at", "2026-03-28T00:00:00Z", "--next", "2", "--json");

        Assert.Equal(
            """{"at":"2026-03-28T00:00:00Z","desired":"down","since":"2026-03-22T11:00:00Z","until":"2026-03-29T01:00:00Z","next":[{"at":"2026-03-29T01:00:00Z","to":"up"},{"at":"2026-03-29T10:00:00Z","to":"down"}]}""",
            output.TrimEnd());
    }

    [Theory]
    [InlineData("2026-06-03T08:00:00Z", "\"desired\":\"down\",\"since\":\"2026-06-03T08:00:00Z\",\"until\":null,\"next\":[]")]
    [InlineData("2025-04-29T07:00:00Z", "\"desired\":\"down\",\"since\":null,\"until\":\"2026-06-03T07:00:00Z\"")]
    [InlineData("2021-05-30T07:00:00Z", "\"desired\":\"down\",\"since\":null,\"until\":\"2026-06-03T07:00:00Z\"")]
    [InlineData("2021-05-30T06:59:59Z", "\"desired\":\"down\",\"since\":null,\"until\":null,\"next\":[]")]
    [InlineData("2027-07-08T08:00:00Z", "\"desired\":\"down\",\"since\":\"2026-06-03T08:00:00Z\",\"until\":null")]
    [InlineData("2027-07-08T08:00:01Z", "\"desired\":\"down\",\"since\":null,\"until\":null")]
    public async Task Names_no_boundary_further_away_than_400_days_back_and_five_years_ahead(string at, string expected)
    {
        var (_, output, _) = await RunAsync("once", "--at", at, "--next", "3", "--json");

        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draws_a_week_for_people()
    {
        var (exitCode, output, _) = await RunAsync("early", "--at", "2026-03-29T09:00:00Z", "--next", "1");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            Schedule 'early' keeps clusters running Sun 2026-03-29 11:00 +02:00 (Europe/Stockholm)
            since Sun 2026-03-29 03:00 +02:00, until Sun 2026-03-29 12:00 +02:00
                            00    03    06    09    12    15    18    21    24
            Mon 2026-03-23  ················································
            Tue 2026-03-24  ················································
            Wed 2026-03-25  ················································
            Thu 2026-03-26  ················································
            Fri 2026-03-27  ················································
            Sat 2026-03-28  ················································
            Sun 2026-03-29  ····  ██████████████████························
            Next stop Sun 2026-03-29 12:00 +02:00

            """,
            output);
    }

    [Fact]
    public async Task Says_which_members_of_a_union_are_up_and_that_nothing_is_near()
    {
        var (_, output, _) = await CommandLine.RunAsync(
            """
            { "schedules": { "u": { "union": ["a", "b", "c"] }, "a": { "up": ["2020-01-01 00:00 > 2026-06-03 09:00"] },
                             "b": { "up": ["2020-01-01 00:00 > 2040-01-01 00:00"] }, "c": { "up": ["2027-01-01 09:00-10:00"] } } }
            """,
            "schedule", "--policies", "-", "--name", "u", "--at", "2026-06-01T09:00:00Z");

        Assert.StartsWith(
            """
            Schedule 'u' keeps clusters running Mon 2026-06-01 09:00 +00:00 (UTC)
            for more than 400 days, for more than five years to come
            Schedule 'a' keeps them running until Wed 2026-06-03 09:00 +00:00
            Schedule 'b' keeps them running for more than five years to come

            """, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ofice", "2026-03-29T09:00:00Z", 1, "Unknown schedule 'ofice'. Did you mean 'office'?")]
    [InlineData("office", "2026-03-29", 2, "'2026-03-29' is not a time. Write 2026-03-29T01:00:00Z.\nTry 'hops schedule --help'.")]
    public async Task Says_in_a_line_what_is_wrong_with_the_command(string name, string at, int expected, string message)
    {
        var (exitCode, _, errors) = await RunAsync(name, "--at", at, "--json");

        Assert.Equal((expected, message), (exitCode, errors.Trim()));
    }

    [Fact]
    public async Task Ends_with_1_for_policies_that_are_not_valid()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("[]", "schedule", "--policies", "-", "--name", "office", "--json");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("-(1,1): error: $: expected an object", errors, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(string name, params string[] arguments) =>
        CommandLine.RunAsync(Policies, ["schedule", "--policies", "-", "--name", name, .. arguments]);
}

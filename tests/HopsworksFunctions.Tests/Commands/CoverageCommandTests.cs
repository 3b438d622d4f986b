using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Tests.Deployed;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Commands;

/// <summary><c>coverage</c> as its own process, over an app that answers with ten findings at a time.</summary>
public sealed class CoverageCommandTests
{
    private static readonly List<CoverageFinding> Findings =
    [
        .. Enumerable.Range(0, 15).Select(i => new CoverageFinding(
            CoverageKind.NoRule, $"c-{i:00}", $"c-{i:00}", null, i == 0 ? "anna" : null, "No rule.", "Add one.")),
        .. Enumerable.Range(15, 10).Select(i => new CoverageFinding(
            CoverageKind.AlwaysUp, $"c-{i:00}", $"c-{i:00}", "prod", null, "Ran.", "Nothing to do.", Expected: true)),
    ];

    private static string Page(string request)
    {
        var skipped = request.Split("&after=") is [_, var after] ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
        var kinds = CoverageKinds.Parse([Uri.UnescapeDataString(request.Split("kind=")[1].Split('&')[0])], out _);
        List<CoverageFinding> asked = [.. Findings.Where(its => kinds.Contains(its.Kind))];
        return JsonSerializer.Serialize(new CoverageReport
        {
            From = At("2026-06-01 00:00"), To = At("2026-06-15 00:00"), Days = 14, Clusters = 25, Notes = ["A note."],
            Kinds = [.. kinds.Select(kind => new CoverageCount(kind, $"{kind}", asked.Count(its => its.Kind == kind && !its.Expected),
                asked.Count(its => its.Kind == kind && its.Expected)))],
            Findings = [.. asked.Skip(skipped).Take(10)],
            After = skipped + 10 < asked.Count ? $"{skipped + 10}" : null,
        }, HttpJson.Options);
    }

    private static async Task<(int ExitCode, string Output, string Errors, IReadOnlyList<string> Asked)> RunAsync(params string[] arguments)
    {
        await using var app = await StandIn.AnsweringAsync(200, Page);
        var settings = new Dictionary<string, string>
        {
            ["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}api", ["HOPSWORKS_FUNCTIONS_KEY"] = "function-kEyMaRkEr"
        };
        var (exitCode, output, errors) = await CommandLine.RunInAsync(Path.GetTempPath(), settings, ["coverage", .. arguments]);
        return (exitCode, output, errors, [.. app.Asked.Select(asked => Uri.UnescapeDataString(asked.Request))]);
    }

    [Fact]
    public async Task Joins_the_pages_and_says_what_is_the_same_of_several_clusters_once()
    {
        var (exitCode, output, errors, asked) = await RunAsync("--days", "14");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(3, asked.Count);
        Assert.EndsWith("&days=14&after=20", asked[2], StringComparison.Ordinal);
        Assert.Contains(
            "Coverage of 25 clusters. Always and never running: from 2026-06-01 00:00Z to 2026-06-15 00:00Z.", output,
            StringComparison.Ordinal);
        Assert.Contains("""
            NoRule (noRule): 15 clusters
              c-00 (anna), c-01, c-02, c-03, c-04, c-05, c-06, c-07, c-08, c-09, c-10, c-11, c-12, c-13, c-14
                  No rule. Add one.

            AlwaysUp (alwaysUp): 0 clusters, and 10 as wanted
              c-15, c-16, c-17, c-18, c-19, c-20, c-21, c-22, c-23, c-24
                  Ran. Nothing to do.

            None: inError, nearlyProtected, unknownSchedule, nearlyMatched, notMeasured, neverUp, noOwner.
            * A note.
            """, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "GET /api/coverage?kind=noRule&days=14", "--kind", "noRule")]
    [InlineData(1, "GET /api/coverage?kind=noRule,neverUp&days=3", "--kind", "neverup", "--kind", "noRule,neverUp", "--days", "3")]
    [InlineData(0, "GET /api/coverage?kind=neverUp,noOwner&days=14", "--kind", "neverUp,noOwner")]
    // An intended state is no reason to fail.
    [InlineData(0, "GET /api/coverage?kind=alwaysUp&days=14", "--kind", "alwaysUp")]
    public async Task Kinds_that_are_asked_for_decide_how_it_ends(int ends, string first, params string[] arguments)
    {
        var (exitCode, output, errors, asked) = await RunAsync([.. arguments, "--json"]);

        Assert.Equal((ends, "", first), (exitCode, errors, asked[0]));
        var report = JsonSerializer.Deserialize<CoverageReport>(output, HttpJson.Options)!;
        Assert.Equal(report.Kinds.Sum(its => its.Count + its.Expected), report.Findings.Count);
    }

    [Theory]
    [InlineData("Unknown kind 'noOner'. Did you mean 'noOwner'? Kinds: inError, nearlyProtected, ", "--kind", "noRule,noOner")]
    [InlineData("--days must be a whole number from 1 to 92, not '93'.", "--days", "93")]
    public async Task What_is_wrong_in_a_command_line_is_said_with_what_would_be_right(string said, params string[] arguments)
    {
        var (exitCode, output, errors, asked) = await RunAsync(arguments);

        Assert.Equal((2, "", 0), (exitCode, output, asked.Count));
        Assert.StartsWith(said, errors, StringComparison.Ordinal);
    }
}

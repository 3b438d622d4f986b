using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Tests.Deployed;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Commands;

/// <summary><c>advise</c> as its own process, over an app that answers with ten clusters at a time.</summary>
public sealed class AdviseCommandTests
{
    private static readonly List<string> Ids = [.. Enumerable.Range(0, 25).Select(i => $"c-{i:00}")];

    private static string Page(string request, Func<int, string?> next)
    {
        var skipped = request.Split("&after=") is [_, var after] ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
        var (from, to) = (At("2026-03-01 00:00"), At("2026-06-01 00:00"));
        var clusters = Ids.Skip(skipped).Take(10)
            .Select(id => new ClusterAdvice { Id = id, Name = id, From = from, To = to, Verdict = AdviceVerdict.TooFewDays });
        return JsonSerializer.Serialize(new FleetAdvice(from, to, 0.9, [.. clusters], [], []) { After = next(skipped) }, HttpJson.Options);
    }

    private static async Task<(int ExitCode, string Output, string Errors, IEnumerable<string> Asked)> RunAsync(
        Func<int, string?> next, params string[] arguments)
    {
        await using var app = await StandIn.AnsweringAsync(200, request => Page(request, next));
        var settings = new Dictionary<string, string>
        {
            ["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}api", ["HOPSWORKS_FUNCTIONS_KEY"] = "function-kEyMaRkEr"
        };
        var (exitCode, output, errors) = await CommandLine.RunInAsync(Path.GetTempPath(), settings, ["advise", .. arguments]);
        return (exitCode, output, errors, app.Asked.Select(asked => Uri.UnescapeDataString(asked.Request)));
    }

    [Fact]
    public async Task Joins_the_pages_of_one_history_and_asks_for_the_same_in_each()
    {
        var (exitCode, output, _, asked) = await RunAsync(skipped => skipped < 20 ? $"{skipped + 10}" : null, "--share", "0.9", "--json");

        var advice = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, exitCode);
        Assert.Equal(Ids, advice.GetProperty("clusters").EnumerateArray().Select(cluster => cluster.GetProperty("id").GetString()));
        Assert.False(advice.TryGetProperty("after", out _));
        const string OfOneHistory = "GET /api/advice?from=2026-03-01T00:00:00Z&to=2026-06-01T00:00:00Z&share=0.9";
        Assert.Equal(["GET /api/advice?share=0.9", $"{OfOneHistory}&after=10", $"{OfOneHistory}&after=20"], asked);
    }

    [Fact]
    public async Task Does_not_ask_for_one_page_for_ever()
    {
        var (exitCode, _, errors, asked) = await RunAsync(_ => "1");

        Assert.Equal((1, "The app names the same page as the next again.", 2), (exitCode, errors.Trim(), asked.Count()));
    }
}

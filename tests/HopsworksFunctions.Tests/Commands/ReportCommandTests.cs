using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Tests.Deployed;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Commands;

/// <summary><c>report</c> as its own process, over an app that answers for March.</summary>
public sealed class ReportCommandTests
{
    private static readonly SavingsReport March = new()
    {
        From = At("2026-03-01 00:00"), To = At("2026-04-01 00:00"), CountedUntil = At("2026-03-31 22:05"), Label = "list price",
        PriceNote = "ours",
        NodeHours = 1279.73m, VcpuHours = null, ListPriceUsd = 93.7m, PricedShare = 0.9619m, SpotNodeHours = 36,
        Clusters = [new() { Id = "c-1", Name = "=dev, \"one\"", NodeHours = 267.73m, VcpuHours = 1874, ListPriceUsd = 93.7m,
            PricedShare = 1 }, new() { Id = "c-2", Name = "train", NodeHours = 1012 }],
        Rules = [], Days = [], Prices = [], Assumptions = ["Stops by people are not counted."],
    };

    private static async Task<string> RunAsync(params string[] arguments)
    {
        await using var app = await StandIn.AnsweringAsync(200, JsonSerializer.Serialize(March, HttpJson.Options));
        var settings = new Dictionary<string, string>
        {
            ["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}api",
            ["HOPSWORKS_FUNCTIONS_KEY"] = "function-kEyMaRkEr"
        };
        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            Path.GetTempPath(), settings, ["report", "--from", "2026-03-01", "--to", "2026-04-01", .. arguments]);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(("GET /api/savings?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z", "function-kEyMaRkEr"),
            (app.Asked.Single().Request, app.Asked.Single().Key));
        return output;
    }

    [Fact]
    public async Task Shows_figures_with_what_they_are_and_rest_on()
    {
        var output = await RunAsync();

        Assert.Contains("Saved from 2026-03-01 00:00Z to 2026-03-31 22:05Z: list price; ours", output, StringComparison.Ordinal);
        Assert.Matches("=dev, \"one\" +267.73 +1,874.00 +93.70 +100 %", output);
        Assert.Matches("train +1,012.00 +\\? +\\? +0 %", output);
        Assert.Matches("All +1,279.73 +\\? +93.70 +96 %", output);
        Assert.Contains("* Stops by people are not counted.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_lines_that_spreadsheets_take_for_figures_and_never_for_formulas() => Assert.Equal(
        """"
        by,name,id,nodeHours,vcpuHours,listPriceUsd,pricedShare,spotNodeHours
        cluster,"'=dev, ""one""",c-1,267.73,1874.00,93.70,1.0000,0.00
        cluster,train,c-2,1012.00,,,0.0000,0.00
        all,,,1279.73,,93.70,0.9619,36.00

        """".ReplaceLineEndings("\r\n"),
        await RunAsync("--csv"));

    [Fact]
    public async Task Joins_the_pages_of_one_report_whose_end_the_first_page_has_fixed()
    {
        var ids = Enumerable.Range(0, 25).Select(i => $"c-{i:00}").ToList();
        await using var app = await StandIn.AnsweringAsync(200, request =>
        {
            var skipped = request.Split("&after=") is [_, var after] ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
            var clusters = ids.Skip(skipped).Take(10).Select(id => new ClusterSavings { Id = id, Name = id, NodeHours = 1 });
            return JsonSerializer.Serialize(
                March with { Clusters = [.. clusters], After = skipped < 20 ? $"{skipped + 10}" : null }, HttpJson.Options);
        });
        var settings = new Dictionary<string, string>
        {
            ["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}api", ["HOPSWORKS_FUNCTIONS_KEY"] = "function-kEyMaRkEr"
        };

        var (_, output, _) = await CommandLine.RunInAsync(Path.GetTempPath(), settings, ["report", "--json"]);

        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(ids, report.GetProperty("clusters").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.Equal(1279.73m, report.GetProperty("nodeHours").GetDecimal());
        const string InMarch = "GET /api/savings?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z";
        Assert.Equal(
            ["GET /api/savings?from=&to=", $"{InMarch}&after=10", $"{InMarch}&after=20"], app.Asked.Select(a => a.Request));
    }

    [Fact]
    public async Task Does_not_ask_for_one_page_for_ever()
    {
        await using var app = await StandIn.AnsweringAsync(
            200, _ => JsonSerializer.Serialize(March with { After = "1" }, HttpJson.Options));
        var settings = new Dictionary<string, string>
        {
            ["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}api", ["HOPSWORKS_FUNCTIONS_KEY"] = "function-kEyMaRkEr"
        };

        var (exitCode, _, errors) = await CommandLine.RunInAsync(Path.GetTempPath(), settings, ["report"]);

        Assert.Equal((1, "The app names the same page as the next again."), (exitCode, errors.Trim()));
        Assert.Equal(2, app.Asked.Count);
    }

    [Theory]
    [InlineData("--from", "2026-10-01")]
    [InlineData("--to", "2026-12-31")]
    public async Task A_forecast_is_of_this_month_only(string option, string day)
    {
        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            Path.GetTempPath(), new Dictionary<string, string>(), ["report", "--forecast", option, day]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(
            "Use --forecast without --from and --to: it shows this month and the one before.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hands_the_report_on_to_programs() =>
        Assert.Equal(93.7m, JsonDocument.Parse(await RunAsync("--json")).RootElement.GetProperty("listPriceUsd").GetDecimal());
}

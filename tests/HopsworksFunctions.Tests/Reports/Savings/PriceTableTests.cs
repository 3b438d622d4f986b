using System.Text;
using Azure.Core;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies.Clusters;
using Microsoft.Extensions.Options;
using Moq;

namespace HopsworksFunctions.Tests.Reports.Savings;

public sealed class PriceTableTests
{
    private static (PriceTable? Table, string Problems) Parse(string json)
    {
        var (table, problems) = PriceTable.Parse(Encoding.UTF8.GetBytes(json.Replace('\'', '"')));
        return (table, string.Join('\n', problems.Select(p => p.ToString("prices.json"))));
    }

    [Fact]
    public void A_line_for_the_region_counts_before_one_for_all()
    {
        var table = Parse("""
            { 'note': 'our agreement', 'prices': [ // mine
                { 'cloud': 'AWS', 'instanceType': 'm5.xlarge', 'usdPerHour': 0.2, 'cpus': 4 },
                { 'cloud': 'AWS', 'region': 'eu-north-1', 'instanceType': 'm5.xlarge', 'usdPerHour': 2.04e-1 }, ] }
            """).Table!;

        Assert.Equal(0.204m, table.Find(new(Cloud.Aws, "eu-north-1", "m5.xlarge"))!.UsdPerHour);
        Assert.Equal(new Rate(0.2m, 4, "price table"), table.Find(new(Cloud.Aws, "us-east-1", "m5.xlarge")));
        Assert.Null(table.Find(new(Cloud.Gcp, "eu-north-1", "m5.xlarge")));
        Assert.Equal("our agreement", table.Note);
    }

    [Theory]
    [InlineData("{ 'prices': [ { 'cloud': 'aws', 'instanceType': 'a', 'usdPerHour': 1 } ] }", "expected one of AZURE, AWS, GCP, got 'aws'")]
    [InlineData("{ 'prices': [ { 'cloud': 'AWS', 'instanceType': 'a' } ] }", "missing field 'usdPerHour'")]
    [InlineData("{ 'prices': [ { 'cloud': 'AWS', 'instanceType': 'a', 'usdPerHour': 0 } ] }",
        "expected a price above 0 and up to 10,000 US dollars an hour, got 0")]
    [InlineData("{ 'prices': [ { 'cloud': 'AWS', 'instanceType': 'a', 'usdPerHour': '1' } ] }", "expected a number")]
    [InlineData("{ 'prices': [ { 'cloud': 'AWS', 'instanceType': 'a', 'usdPerHour': 1, 'euro': 1 } ] }", "unknown field 'euro'")]
    [InlineData("{ 'prices': [ { 'cloud': 'AWS', 'instanceType': 'a', 'usdPerHour': 1 }, { 'cloud': 'AWS', 'instanceType': "
        + "'a', 'usdPerHour': 2 } ] }", "duplicate price for a in all regions")]
    [InlineData("{ 'note': 'a\\nb', 'prices': [] }", "'note' must be one line")]
    [InlineData("{ 'prices': [ 1 ] }", "expected an object")]
    [InlineData("[]", "expected an object")]
    [InlineData("{", "invalid JSON")]
    public void What_is_wrong_is_said_with_its_place(string json, string problem)
    {
        var (table, problems) = Parse(json);

        Assert.Null(table);
        Assert.Contains(problem, problems, StringComparison.Ordinal);
        Assert.StartsWith("prices.json(", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_is_valid_and_has_every_machine_of_the_emulated_fleet()
    {
        var prices = await OpenAsync(Repository.PathTo("prices.sample.json"));

        Assert.Null(prices.Problem);
        await Assert.AllAsync(
            new[] { (Cloud.Azure, "Standard_D8_v3"), (Cloud.Azure, "Standard_D16_v3"), (Cloud.Azure, "Standard_D4s_v4"),
                (Cloud.Azure, "Standard_D2s_v4"), (Cloud.Aws, "m5.2xlarge"), (Cloud.Aws, "r5.large"), (Cloud.Gcp, "e2-standard-8"),
                (Cloud.Gcp, "e2-standard-16") },
            async m => Assert.NotNull((await prices.FindAsync(new(m.Item1, "any", m.Item2), TestContext.Current.CancellationToken))!.Cpus));
    }

    [Fact]
    public async Task Where_nothing_is_there_are_no_prices_and_what_is_wrong_is_told()
    {
        var folder = Directory.CreateTempSubdirectory("prices-");
        try
        {
            var path = Path.Combine(folder.FullName, "prices.json");
            Assert.Null((await OpenAsync(path)).Problem);
            await File.WriteAllTextAsync(path, "{ \"prizes\": [] }", TestContext.Current.CancellationToken);
            Assert.StartsWith("The price table is invalid and was not used: ", (await OpenAsync(path)).Problem, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_table_with_thousands_of_errors_is_told_in_a_few_lines_and_one_that_is_too_large_in_one()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, $$"""{ "prices": [{{string.Join(',', Enumerable.Repeat("{ \"cloud\": 1 }", 5_000))}}] }""",
                TestContext.Current.CancellationToken);
            var problem = (await OpenAsync(path)).Problem!;
            Assert.InRange(problem.Length, 1, 4_096);
            Assert.Matches(@"; and 149\d\d more$", problem);

            // The file is a gigabyte long, but takes no room on the disk.
            await using (var file = File.OpenWrite(path))
                file.SetLength(1L << 30);
            var before = GC.GetTotalAllocatedBytes();
            problem = (await OpenAsync(path)).Problem!;
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64L << 20);
            Assert.EndsWith("(1,1): error: $: the file is larger than 1024 KB", problem, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<OpenPrices> OpenAsync(string path) =>
        new PriceTableSource(Options.Create(new SavingsOptions { PricesSource = path }), Mock.Of<TokenCredential>(MockBehavior.Strict))
            .OpenAsync(TestContext.Current.CancellationToken);
}

using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>
/// Each file in <c>Cases</c> plays one rule of the decision semantics. The expected lines beside it were derived from the rule's text.
/// </summary>
public sealed class CaseTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios", "Cases");

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.scenario.jsonc").Select(file => Path.GetFileName(file).Split('.')[0]).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Simulates_as_its_rule_says(string name)
    {
        var (scenario, problems) = ScenarioFile.Parse(
            await File.ReadAllBytesAsync(Path.Combine(Folder, $"{name}.scenario.jsonc"), TestContext.Current.CancellationToken), Folder);
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);

        var lines = await Lines.OfAsync(scenario!);

        Assert.Equal(
            await File.ReadAllLinesAsync(Path.Combine(Folder, $"{name}.expected"), TestContext.Current.CancellationToken), lines.All);
    }
}

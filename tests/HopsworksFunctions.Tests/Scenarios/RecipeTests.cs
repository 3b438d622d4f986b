using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HopsworksFunctions.Cli.Simulation;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Each scenario in <c>docs/recipes</c> proves a recipe of docs/policies.md, and contains the recipe's policies.</summary>
public sealed partial class RecipeTests
{
    private static readonly string Folder = Repository.PathTo("docs/recipes");
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static TheoryData<string> Recipes =>
        [.. Directory.GetFiles(Folder, "*.scenario.jsonc").Select(file => Path.GetFileName(file).Split('.')[0]).Order()];

    [Theory, MemberData(nameof(Recipes))]
    public async Task Does_what_the_recipe_promises(string name)
    {
        var (scenario, problems) = ScenarioFile.Parse(File.ReadAllBytes(PathOf(name)), Folder);
        Assert.Empty(problems);

        var lines = await Lines.OfAsync(scenario!);

        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, $"{name}.expected")), lines.All);
    }

    [Theory, MemberData(nameof(Recipes))]
    public void Stands_in_the_docs_with_the_policies_that_are_simulated(string name)
    {
        var docs = File.ReadAllText(Repository.PathTo("docs/policies.md"));
        var section = docs[..docs.IndexOf($"(recipes/{name}.scenario.jsonc)", StringComparison.Ordinal)];
        var documented = Blocks().Matches(section)[^1].Groups[1].Value;

        var simulated = JsonNode.Parse(File.ReadAllText(PathOf(name)), null, Lenient)!["policies"];

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(documented, null, Lenient), simulated));
    }

    private static string PathOf(string name) => Path.Combine(Folder, $"{name}.scenario.jsonc");

    [GeneratedRegex("```jsonc\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}

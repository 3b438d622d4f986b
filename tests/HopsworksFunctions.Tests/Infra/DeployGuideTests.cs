using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>docs/deploy.md against the template, the scripts and azure.yaml.</summary>
public sealed partial class DeployGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(DeployRig.Repository, "docs/deploy.md"));

    // A principal with rights only on the group cannot register providers, and without them Azure creates none of their resources.
    [Fact]
    public async Task Names_every_provider_that_the_template_needs()
    {
        var template = await ArmTemplate.MainAsync();
        var needed = template.Resources.Select(r => r.Type.Split('/')[0])
            // These are registered in every subscription.
            .Except(["Microsoft.Authorization", "Microsoft.Resources"])
            // These are for the subnet's delegation, and for the rule that Azure adds to a component.
            .Append("Microsoft.App").Append("Microsoft.AlertsManagement");

        var named = Providers().Match(Guide).Groups[1].Value.Split(' ').Select(p => $"Microsoft.{p}");

        Assert.Equal(needed.Distinct().Order(StringComparer.Ordinal), named);
    }

    [Fact]
    public void Names_the_Bicep_that_the_script_asks_for() =>
        Assert.Contains(
            $"* Bicep {OldestBicep().Match(File.ReadAllText(Path.Combine(Bicep.Folder, "deploy.sh"))).Groups[1].Value} or later.", Guide,
            StringComparison.Ordinal);

    // A new principal cannot be found by its name yet.
    [Fact]
    public void Gives_roles_by_object_id()
    {
        var commands = Guide.Split('\n').Where(line => line.Contains("az role assignment create", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, c => Assert.Matches("--assignee-object-id .+ --assignee-principal-type ", c));
    }

    // azd stops at once without this setting.
    [Fact]
    public void Switches_on_what_azure_yaml_needs()
    {
        Assert.Contains("language: custom", File.ReadAllText(Path.Combine(DeployRig.Repository, "azure.yaml")), StringComparison.Ordinal);
        Assert.Contains("\nazd config set alpha.language.custom on\n", Guide, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_within_the_page_lead_somewhere()
    {
        var headings = Guide.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => NoAnchor().Replace(line[3..].ToLowerInvariant(), "").Replace(' ', '-'));

        Assert.All(Anchor().Matches(Guide).Select(m => m.Groups[1].Value), anchor => Assert.Contains(anchor, headings));
    }

    [GeneratedRegex("for provider in ([A-Za-z ]+); do")]
    private static partial Regex Providers();

    [GeneratedRegex("readonly oldest_bicep=(.+)")]
    private static partial Regex OldestBicep();

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex Anchor();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex NoAnchor();
}

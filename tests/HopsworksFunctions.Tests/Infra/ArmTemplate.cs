using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>What Resource Manager receives: main.bicep as built, with the order in which it creates resources.</summary>
internal sealed class ArmTemplate
{
    private static readonly Lazy<Task<ArmTemplate>> Built = new(BuildAsync);

    private ArmTemplate(JsonNode document) => Resources = [.. Of(document, "")];

    /// <summary>Every resource and module, by its symbolic names from the outermost module on: <c>app/app::settings</c>.</summary>
    public IReadOnlyList<ArmResource> Resources { get; }

    public static Task<ArmTemplate> MainAsync() => Built.Value;

    public ArmResource this[string name] => Resources.Single(r => r.Name == name);

    /// <summary>Returns all resources in its module that are finished before this one begins.</summary>
    public IEnumerable<string> Before(string name)
    {
        var module = name[..(name.LastIndexOf('/') + 1)];
        // Dependencies also name existing resources, such as another module's identity.
        var direct = this[name].DependsOn.Select(d => module + d).Where(d => Resources.Any(r => r.Name == d)).ToList();
        // If a condition leaves a resource out, what it waits for goes with it.
        return direct.Concat(direct.Where(d => this[d].Json["condition"] is null).SelectMany(Before)).Distinct();
    }

    private static async Task<ArmTemplate> BuildAsync()
    {
        var run = await Bicep.RunAsync(Bicep.Folder, "build", "main.bicep", "--stdout");
        Assert.True(run.ExitCode == 0, run.Errors);
        return new(JsonNode.Parse(run.Output)!);
    }

    private static IEnumerable<ArmResource> Of(JsonNode template, string module) =>
        from resource in template["resources"]!.AsObject()
        where resource.Value!["existing"] is null
        from found in (IEnumerable<ArmResource>)[
            new(module + resource.Key, resource.Value!),
            .. resource.Value["properties"] is JsonObject properties && properties["template"] is { } inner
                ? Of(inner, $"{module}{resource.Key}/")
                : []]
        select found;
}

/// <param name="Name">Its symbolic names, from the outermost module on.</param>
internal sealed record ArmResource(string Name, JsonNode Json)
{
    public string Type => (string)Json["type"]!;

    public IEnumerable<string> DependsOn => Json["dependsOn"]?.AsArray().Select(d => (string)d!) ?? [];
}

using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The resources that a parameter file would deploy, read from its committed snapshot.</summary>
internal sealed class Snapshot
{
    private readonly JsonNode document;

    private Snapshot(JsonNode document) => this.document = document;

    /// <summary>The parameter files that have a snapshot; <c>main.bicepparam</c>, which is azd's, deploys the same as dev.</summary>
    public static TheoryData<string> Deployments => ["main.dev", "main.prod", "main.official", "main.private"];

    /// <summary>The whole snapshot as text, for what must appear nowhere.</summary>
    public string Text => document.ToJsonString();

    public IReadOnlyDictionary<string, string> AppSettings =>
        All("Microsoft.Web/sites/config").Single(c => ((string)c["name"]!).EndsWith("/appsettings", StringComparison.Ordinal))["properties"]!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!);

    /// <summary>Each grant as "role id on scope's type and name".</summary>
    public IEnumerable<string> Grants =>
        from grant in All("Microsoft.Authorization/roleAssignments")
        let scope = ((string)grant["id"]!).Split("/providers/")[^2]
        select $"{((string)grant["properties"]!["roleDefinitionId"]!).Split('/')[^1]} on {scope}";

    public static Snapshot Of(string parameters) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, parameters + ".snapshot.json")))!);

    public IReadOnlyList<JsonNode> All(string type) =>
        [.. document["predictedResources"]!.AsArray().Where(r => (string)r!["type"]! == type).Select(r => r!)];

    public JsonNode Only(string type) => Assert.Single(All(type));

    public JsonNode Properties(string type) => Only(type)["properties"]!;
}

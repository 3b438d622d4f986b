using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The resources that a parameter file would deploy, read from its committed snapshot.</summary>
internal sealed class Snapshot
{
    /// <summary>The target of the snapshots; to take them again, run the same command with <c>--mode overwrite</c>.</summary>
    public static readonly string[] Scope =
    [
        "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002",
        "--resource-group", "hopsworks-functions", "--location", "westeurope", "--deployment-name", "main",
    ];

    private readonly JsonNode document;

    private Snapshot(JsonNode document) => this.document = document;

    /// <summary>The parameter files with a snapshot; <c>main.bicepparam</c>, which is azd's, deploys the same as dev.</summary>
    public static TheoryData<string> Deployments => ["main.dev", "main.prod", "main.private"];

    /// <summary>The whole snapshot as text, for what must appear nowhere.</summary>
    public string Text => document.ToJsonString();

    public IReadOnlyDictionary<string, string> AppSettings =>
        All("Microsoft.Web/sites/config")
            .Single(c => ((string)c["name"]!).EndsWith("/appsettings", StringComparison.Ordinal))["properties"]!.AsObject()
            .ToDictionary(p => p.Key, p => (string)p.Value!);

    public IEnumerable<JsonNode> Resources => document["predictedResources"]!.AsArray().Select(r => r!);

    public IEnumerable<Grant> Grants =>
        from grant in All("Microsoft.Authorization/roleAssignments")
        let properties = grant["properties"]!
        select new Grant(
            (string)properties["principalType"]!,
            (string)properties["principalId"]!,
            ((string)properties["roleDefinitionId"]!).Split('/')[^1],
            ((string)grant["id"]!).Split("/providers/Microsoft.Authorization/")[0]);

    public static Snapshot Of(string parameters) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, parameters + ".snapshot.json")))!);

    /// <summary>Takes a snapshot of what these parameters would deploy; throws with the message if the template refuses them.</summary>
    public static async Task<Snapshot> TakeAsync(string parameters)
    {
        var folder = Directory.CreateTempSubdirectory("bicep-snapshot-");
        try
        {
            // Bicep accepts no absolute path.
            var template = Path.GetRelativePath(folder.FullName, Path.Combine(Bicep.Folder, "main.bicep"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "taken.bicepparam"), $"using '{template}'\n{parameters}\n");
            var run = await Bicep.RunAsync(folder.FullName, ["snapshot", "taken.bicepparam", "--mode", "overwrite", .. Scope]);
            if (run.ExitCode != 0)
                throw new InvalidOperationException(run.Errors);
            return new(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "taken.snapshot.json")))!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public IReadOnlyList<JsonNode> All(string type) =>
        [.. Resources.Where(r => (string)r["type"]! == type)];

    /// <summary>Returns the type of the resource with this ID; null if the deployment has none.</summary>
    public string? TypeOf(string id) =>
        (string?)Resources.SingleOrDefault(r => (string)r["id"]! == id)?["type"];

    public JsonNode Only(string type) => Assert.Single(All(type));

    public JsonNode Properties(string type) => Only(type)["properties"]!;
}

/// <summary>To whom a role is granted, and the ID of the resource that it is granted on.</summary>
internal sealed record Grant(string PrincipalType, string PrincipalId, string RoleId, string Scope);

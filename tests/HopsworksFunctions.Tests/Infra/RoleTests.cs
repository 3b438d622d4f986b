using System.Text.RegularExpressions;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>
/// The grants, by the names of roles. The template contains only IDs, and a deployment with an ID that Azure does not know fails.
/// </summary>
public sealed partial class RoleTests
{
    private static readonly (string Principal, string Role, string Scope)[] OfTheApp =
    [
        ("app", "Key Vault Secrets User", "Microsoft.KeyVault/vaults"),
        ("app", "Monitoring Metrics Publisher", "Microsoft.Insights/components"),
        ("app", "Storage Blob Data Owner", "Microsoft.Storage/storageAccounts"),
        ("app", "Storage Table Data Contributor", "Microsoft.Storage/storageAccounts"),
    ];

    /// <summary>Only for several accounts, which the example has.</summary>
    private static readonly (string Principal, string Role, string Scope)[] OfTheQueue =
        [("app", "Storage Queue Data Contributor", "Microsoft.Storage/storageAccounts")];

    private static readonly (string Principal, string Role, string Scope)[] OfTheOperator =
    [
        ("operator", "Key Vault Secrets Officer", "Microsoft.KeyVault/vaults"),
        ("operator", "Storage Blob Data Contributor", "Microsoft.Storage/storageAccounts/blobServices/containers/policies"),
    ];

    [Theory]
    [InlineData("main.dev", false)]
    [InlineData("main.prod", false)]
    [InlineData("main.private", true)]
    public void App_and_operator_may_do_their_work_and_no_more(string deployment, bool isExample)
    {
        var snapshot = Snapshot.Of(deployment);

        var grants =
            from grant in snapshot.Grants
            select (PrincipalOf(snapshot, grant), AzureRoles.NameOf(grant.RoleId), ScopeOf(snapshot, grant));

        Assert.Equal([.. OfTheApp.Concat(isExample ? [.. OfTheQueue, .. OfTheOperator] : []).Order()], grants.Order());
    }

    // No snapshot has a grant that depends on a parameter, and people may copy an ID from a guide.
    [Fact]
    public void Each_id_in_template_scripts_workflows_and_guides_is_a_role_of_Azure()
    {
        var ids = Files().SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(m => (File: file, Id: m.Value))).ToList();

        Assert.Contains(ids, found => found.File.EndsWith("keyvault.bicep", StringComparison.Ordinal));
        Assert.All(
            ids, found => Assert.True(AzureRoles.Has(found.Id), $"{found.File}: {found.Id} is no role that {nameof(AzureRoles)} knows"));
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void No_role_is_named_but_in_a_grant(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);

        var named = RoleDefinition().Matches(snapshot.Text).Select(m => m.Groups[1].Value);

        Assert.Equal(snapshot.Grants.Select(grant => grant.RoleId), named);
    }

    // A function that reads a queue needs the role and the way through a private network; without one, neither may exist.
    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void Queues_are_open_to_the_app_only_where_a_function_uses_them(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);
        var endpoints = snapshot.All("Microsoft.Network/privateEndpoints").Select(e => (string)e["name"]!).ToList();

        var uses = FunctionApp.Read(Bicep.Metadata("FunctionApp")).Functions
            .Any(f => f.Trigger is QueueTrigger && snapshot.AppSettings.GetValueOrDefault($"AzureWebJobs.{f.Name}.Disabled") != "true");

        Assert.Equal(uses, snapshot.Grants.Any(grant => AzureRoles.NameOf(grant.RoleId) == "Storage Queue Data Contributor"));
        Assert.Equal(
            uses && endpoints.Count > 0, endpoints.Any(name => name.EndsWith("-queue", StringComparison.Ordinal)));
    }

    private static string PrincipalOf(Snapshot snapshot, Grant grant)
    {
        var identity = (string)snapshot.Only("Microsoft.ManagedIdentity/userAssignedIdentities")["id"]!;
        return (grant.PrincipalType, grant.PrincipalId) switch
        {
            ("ServicePrincipal", var id) when id.StartsWith($"[reference('{identity}',", StringComparison.Ordinal) => "app",
            // This is the example's operatorPrincipalId.
            ("User", "00000000-0000-0000-0000-00000000000b") => "operator",
            var (type, id) => $"{type} {id}",
        };
    }

    /// <summary>Returns the scope's type, and the name of one of several containers; a scope outside the deployment as it is.</summary>
    private static string ScopeOf(Snapshot snapshot, Grant grant)
    {
        var type = snapshot.TypeOf(grant.Scope);
        return type?.EndsWith("/containers", StringComparison.Ordinal) == true
            ? $"{type}/{grant.Scope.Split('/')[^1]}"
            : type ?? grant.Scope;
    }

    private static IEnumerable<string> Files() =>
    [
        .. Directory.GetFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories),
        .. Directory.GetFiles(Bicep.Folder, "*.sh"),
        .. Directory.GetFiles(Path.Combine(DeployRig.Repository, "docs")),
        .. Directory.GetFiles(Path.Combine(DeployRig.Repository, ".github/workflows")),
        Path.Combine(DeployRig.Repository, "README.md"), Path.Combine(DeployRig.Repository, "azure.yaml"),
    ];

    /// <summary>Groups may have any length, so that mistyped IDs match; examples of objects in Entra ID are nearly all zeros.</summary>
    [GeneratedRegex(@"\b(?!00000000-)[0-9a-f]{8}(-[0-9a-f]+){4}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Id();

    [GeneratedRegex("/roleDefinitions/([^\"/']+)")]
    private static partial Regex RoleDefinition();
}

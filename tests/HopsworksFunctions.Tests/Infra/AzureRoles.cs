namespace HopsworksFunctions.Tests.Infra;

/// <summary>
/// Azure's built-in roles that the template may grant. Written down from Microsoft's public list, not from the template:
/// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles (the ids are the same in every subscription).
/// </summary>
internal static class AzureRoles
{
    private static readonly Dictionary<string, string> Ids = new()
    {
        ["Key Vault Secrets Officer"] = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        ["Key Vault Secrets User"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["Monitoring Metrics Publisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["Storage Blob Data Contributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        ["Storage Blob Data Owner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["Storage Queue Data Contributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["Storage Table Data Contributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    };

    private static readonly Dictionary<string, string> Names = Ids.ToDictionary(role => role.Value, role => role.Key);

    /// <summary>Returns the name of the role with this ID; for an ID that is not listed, the ID marked as unknown.</summary>
    public static string NameOf(string id) => Names.GetValueOrDefault(id, $"unknown role {id}");

    public static bool Has(string id) => Names.ContainsKey(id);
}

using System.Text;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Testing;

/// <summary>The headers with which App Service tells an app who has signed in.</summary>
public static class AppServiceHeaders
{
    /// <summary>Returns the headers of a person, as Microsoft documents them for Entra ID.</summary>
    public static (string Name, string Value)[] Person(string name, string[] roles, params string[] groups)
    {
        var claims = new JsonArray([
            Claim("preferred_username", name), Claim("http://schemas.microsoft.com/identity/claims/objectidentifier", "6f0c"),
            .. roles.Select(role => Claim("roles", role)), .. groups.Select(group => Claim("groups", group))]);
        var principal = new JsonObject
        {
            ["auth_typ"] = "aad", ["claims"] = claims,
            ["name_typ"] = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
            ["role_typ"] = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role",
        };
        return
        [
            ("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(Encoding.UTF8.GetBytes(principal.ToJsonString()))),
            ("X-MS-CLIENT-PRINCIPAL-NAME", name),
        ];
    }

    private static JsonObject Claim(string type, string value) => new() { ["typ"] = type, ["val"] = value };
}

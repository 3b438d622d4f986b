using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Access;

/// <summary>
/// Who has signed in with Entra ID. App Service writes these headers, and drops what a caller sends under their names, only while sign-in
/// is on (Microsoft, "Work with user identities in Azure App Service authentication").
/// </summary>
/// <param name="Role">The highest role that Entra ID gives them; null for none.</param>
/// <param name="OtherRoles">What it gives them that is no role of this app.</param>
/// <param name="Identities">User name, object ID and groups, which an owner tag may name.</param>
internal sealed record SignedIn(string Name, Role? Role, IReadOnlyList<string> OtherRoles, IReadOnlySet<string> Identities)
{
    // The platform's own, and what the template sets together with sign-in.
    private const string PlatformSetting = "WEBSITE_AUTH_ENABLED";
    private const string TemplateSetting = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID";
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";
    private const string NameHeader = "X-MS-CLIENT-PRINCIPAL-NAME";
    private const int MaxNameLength = 100;

    // As App Service names them, which renames some claims. No e-mail address: people can change theirs.
    private static readonly string[] IdentityClaims =
    [
        "preferred_username", "upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
        "oid", "http://schemas.microsoft.com/identity/claims/objectidentifier", "groups",
    ];

    private static readonly string[] RoleClaims = ["roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];

    /// <summary>Whether people must sign in. If not, these headers are anyone's, and nobody may believe them.</summary>
    public static bool IsOn(IConfiguration settings) =>
        string.Equals(settings[PlatformSetting], bool.TrueString, StringComparison.OrdinalIgnoreCase)
        || settings[TemplateSetting] is { Length: > 0 };

    /// <summary>Null if nobody has, or the headers are not App Service's.</summary>
    public static SignedIn? Read(IHeaderDictionary headers)
    {
        if (headers[PrincipalHeader] is not [{ Length: > 0 } encoded] || Decode(encoded) is not { Claims: { } claims })
            return null;
        var roles = claims.Where(claim => RoleClaims.Contains(claim.Type)).Select(claim => claim.Value ?? "").Distinct().ToList();
        var identities = claims.Where(claim => IdentityClaims.Contains(claim.Type) && claim.Value is { Length: > 0 })
            .Select(claim => claim.Value!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = headers[NameHeader] is [{ Length: > 0 } given] ? given : identities.FirstOrDefault() ?? "someone";
        return new(
            TextSanitizer.Escape(name[..Math.Min(name.Length, MaxNameLength)]), Highest(roles),
            [.. roles.Where(role => Known(role) is null).Select(role => TextSanitizer.Escape(role))], identities);
    }

    private static Role? Highest(IEnumerable<string> roles) => roles.Select(Known).Max();

    private static Role? Known(string role) =>
        Enum.TryParse<Role>(role, ignoreCase: true, out var known) && string.Equals(role, $"{known}", StringComparison.OrdinalIgnoreCase)
            ? known
            : null;

    private static Principal? Decode(string encoded)
    {
        if (!Base64.IsValid(encoded))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Principal>(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Principal([property: JsonPropertyName("claims")] IReadOnlyList<PrincipalClaim>? Claims);

    private sealed record PrincipalClaim(
        [property: JsonPropertyName("typ")] string? Type, [property: JsonPropertyName("val")] string? Value);
}

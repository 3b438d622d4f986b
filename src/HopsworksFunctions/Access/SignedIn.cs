using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Access;

/// <summary>
/// A person who has signed in with Entra ID. Only while sign-in is on, App Service writes these headers and drops those that a caller sends
/// (Microsoft, "Work with user identities in Azure App Service authentication").
/// </summary>
/// <param name="Role">The highest role that Entra ID gives the person in the account; null for none.</param>
/// <param name="OtherRoles">The values from Entra ID that give no role in the account.</param>
/// <param name="Identities">The user name, object ID and groups, which an owner tag may name.</param>
internal sealed record SignedIn(string Name, Role? Role, IReadOnlyList<string> OtherRoles, IReadOnlySet<string> Identities)
{
    // The first is the platform's own setting; the template sets the second one together with sign-in.
    private const string PlatformSetting = "WEBSITE_AUTH_ENABLED";
    private const string TemplateSetting = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID";
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";
    private const string NameHeader = "X-MS-CLIENT-PRINCIPAL-NAME";
    private const int MaxNameLength = 100;

    /// <summary>Separates a role from the account that it is bound to.</summary>
    private const char OfAccount = '.';

    // App Service renames some claims. E-mail addresses are left out, because people can change theirs.
    private static readonly string[] IdentityClaims =
    [
        "preferred_username", "upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
        "oid", "http://schemas.microsoft.com/identity/claims/objectidentifier", "groups",
    ];

    private static readonly string[] RoleClaims = ["roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];

    /// <summary>The accounts that the roles are bound to; null if any role is for all accounts.</summary>
    public IReadOnlySet<string>? Accounts { get; private init; }

    /// <summary>Returns whether people must sign in. If not, anyone can send these headers, so they must not be trusted.</summary>
    public static bool IsOn(IConfiguration settings) =>
        string.Equals(settings[PlatformSetting], bool.TrueString, StringComparison.OrdinalIgnoreCase)
        || settings[TemplateSetting] is { Length: > 0 };

    /// <summary>Reads the person; null if nobody has signed in, or if the headers do not have App Service's format.</summary>
    /// <param name="account">The account that the role is for; null for any.</param>
    public static SignedIn? Read(IHeaderDictionary headers, string? account)
    {
        if (headers[PrincipalHeader] is not [{ Length: > 0 } encoded] || Decode(encoded) is not { Claims: { } claims })
            return null;
        var roles = claims.Where(claim => RoleClaims.Contains(claim.Type)).Select(claim => claim.Value ?? "").Distinct().ToList();
        var identities = claims.Where(claim => IdentityClaims.Contains(claim.Type) && claim.Value is { Length: > 0 })
            .Select(claim => claim.Value!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = headers[NameHeader] is [{ Length: > 0 } given] ? given : identities.FirstOrDefault() ?? "someone";
        return new(
            TextSanitizer.Escape(name[..Math.Min(name.Length, MaxNameLength)]), roles.Select(role => Known(role, account)).Max(),
            [.. roles.Where(role => Known(role, account) is null).Select(role => TextSanitizer.Escape(role))], identities)
        {
            Accounts = roles.Any(role => !role.Contains(OfAccount) && Known(role, null) is not null) ? null
                : roles.Where(role => Known(role, null) is not null).Select(role => role[(role.IndexOf(OfAccount) + 1)..]).ToHashSet(),
        };
    }

    /// <summary>Returns the role in an account for a value such as <c>operator</c>, or <c>operator.acme</c> for one account.</summary>
    private static Role? Known(string value, string? account)
    {
        var dot = value.IndexOf(OfAccount);
        var role = dot < 0 ? value : value[..dot];
        if (dot >= 0 && account is not null && value[(dot + 1)..] != account)
            return null;
        return Enum.TryParse<Role>(role, ignoreCase: true, out var known)
            && string.Equals(role, $"{known}", StringComparison.OrdinalIgnoreCase) ? known : null;
    }

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

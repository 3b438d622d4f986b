using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>The section of the settings that names several accounts.</summary>
internal static class SeveralAccounts
{
    public const string Section = "Accounts";

    /// <summary>Returns whether there are any. If not, the app has the one account of the setting <c>Account</c>.</summary>
    public static bool AreIn(IConfiguration configuration) => configuration.GetSection(Section).Exists();
}

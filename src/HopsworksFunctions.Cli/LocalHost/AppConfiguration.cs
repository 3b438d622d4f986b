using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The app's settings, over the environment of this process. Names ignore case and have <c>:</c> between their parts.</summary>
internal static class AppConfiguration
{
    public static IConfigurationRoot Of(IReadOnlyDictionary<string, string> settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in settings)
            values[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        return new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(values).Build();
    }

    /// <summary>
    /// Returns whether a setting disables the triggers of a function. On Linux, App Service replaces the dots in a setting's name with
    /// underscores, and the host reads both.
    /// </summary>
    public static bool IsDisabled(this IConfiguration settings, string function) =>
        new[] { $"AzureWebJobs.{function}.Disabled", $"AzureWebJobs_{function}_Disabled" }.Any(name =>
            settings[name] is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase)));
}

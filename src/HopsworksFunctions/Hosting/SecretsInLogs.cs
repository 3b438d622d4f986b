namespace HopsworksFunctions.Hosting;

/// <summary>
/// Suppresses ASP.NET Core's log lines below Warning, whatever the settings say, because their URLs contain function keys and tokens.
/// </summary>
internal static class SecretsInLogs
{
    public static void KeepOut(LoggerFilterOptions options)
    {
        // Covers categories that no other rule names. The last of equal rules applies, so this one comes first.
        options.Rules.Insert(0, new(null, null, options.MinLevel, null));
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            options.Rules[i] = new(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                (level >= LogLevel.Warning || category?.StartsWith("Microsoft.AspNetCore", StringComparison.OrdinalIgnoreCase) != true) &&
                (rule.Filter is null || rule.Filter(provider, category, level)));
        }
    }
}

namespace HopsworksFunctions.Hosting;

/// <summary>
/// ASP.NET Core's lines below a warning hold whole addresses, and in them function keys and tokens: no setting lets them out.
/// </summary>
internal static class SecretsInLogs
{
    public static void KeepOut(LoggerFilterOptions options)
    {
        // For categories that no other rule names; the last of equal rules counts, so this one stands first.
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

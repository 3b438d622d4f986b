using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reports;

/// <summary>
/// A freeze as shown by HTTP and the CLI. It covers a rule, or the account if <paramref name="Rule"/> is null. It is in force until
/// <paramref name="Until"/> (exclusive), or until a person ends it if that is null.
/// </summary>
public sealed record FreezeJson(string? Rule, DateTimeOffset Since, DateTimeOffset? Until, string By, string? Reason)
{
    public static FreezeJson? From(Freeze? freeze) => freeze is null ? null : new(
        freeze.Rule, freeze.Since.ToDateTimeOffset(), freeze.IsUntilUnfrozen ? null : freeze.Until.ToDateTimeOffset(), freeze.By,
        freeze.Reason);
}

using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reports;

/// <summary>
/// A freeze as HTTP and the CLI show it, of a rule or, where <paramref name="Rule"/> is null, of the account; in force until
/// <paramref name="Until"/>, exclusive, or where that is null until somebody unfreezes it.
/// </summary>
public sealed record FreezeJson(string? Rule, DateTimeOffset Since, DateTimeOffset? Until, string By, string? Reason)
{
    public static FreezeJson? From(Freeze? freeze) => freeze is null ? null : new(
        freeze.Rule, freeze.Since.ToDateTimeOffset(), freeze.IsUntilUnfrozen ? null : freeze.Until.ToDateTimeOffset(), freeze.By,
        freeze.Reason);
}

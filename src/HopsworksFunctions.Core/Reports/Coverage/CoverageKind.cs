using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>The kinds of actual and possible problems, worst first.</summary>
public enum CoverageKind
{
    /// <summary>The app does not act on the cluster because of its state: an error, termination, or a state unknown to the app.</summary>
    InError,
    /// <summary>The cluster misses a rule with <c>protect</c> or <c>"manage": false</c> by case, blanks or a typing error.</summary>
    NearlyProtected,
    NoRule,
    /// <summary>The cluster's tag names a schedule that does not exist.</summary>
    UnknownSchedule,
    /// <summary>The cluster misses any other rule by case, blanks or a typing error.</summary>
    NearlyMatched,
    /// <summary>A rule needs the cluster's activity, but the checks have failed for half an hour.</summary>
    NotMeasured,
    AlwaysUp,
    NeverUp,
    /// <summary>The cluster has neither a tag <c>owner</c> nor a tag <c>team</c>.</summary>
    NoOwner,
}

/// <summary>The names of kinds, for scripts to request.</summary>
public static class CoverageKinds
{
    public static IReadOnlyList<CoverageKind> All { get; } = Enum.GetValues<CoverageKind>();

    public static IReadOnlyList<string> Words { get; } = [.. All.Select(CamelCase.Of)];

    /// <summary>
    /// Parses comma-separated names in any case. Returns the distinct kinds in their order, or all kinds if there are no names.
    /// </summary>
    /// <param name="unknown">The first name that is not a kind; null for none.</param>
    public static IReadOnlyList<CoverageKind> Parse(IEnumerable<string?> texts, out string? unknown)
    {
        List<string> words = [.. texts.SelectMany(text => (text ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        unknown = words.Find(word => !Words.Contains(word, StringComparer.OrdinalIgnoreCase));
        return words.Count == 0 ? All
            : [.. All.Where(kind => words.Contains(CamelCase.Of(kind), StringComparer.OrdinalIgnoreCase))];
    }
}

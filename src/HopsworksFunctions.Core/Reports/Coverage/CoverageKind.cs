using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>What is wrong with a cluster, or may be; the worst first.</summary>
public enum CoverageKind
{
    /// <summary>In a state in which the app does not act on it: an error, being terminated, or one that the app does not know.</summary>
    InError,
    /// <summary>It misses a rule that protects or does not manage it by case, blanks or a typing mistake.</summary>
    NearlyProtected,
    NoRule,
    /// <summary>Its tag names a schedule that there is not.</summary>
    UnknownSchedule,
    /// <summary>It misses another rule so.</summary>
    NearlyMatched,
    /// <summary>A rule needs its activity, and the checks have failed for half an hour.</summary>
    NotMeasured,
    AlwaysUp,
    NeverUp,
    /// <summary>It has no tag <c>owner</c> or <c>team</c>.</summary>
    NoOwner,
}

/// <summary>The words for kinds, which scripts ask for.</summary>
public static class CoverageKinds
{
    public static IReadOnlyList<CoverageKind> All { get; } = Enum.GetValues<CoverageKind>();

    public static IReadOnlyList<string> Words { get; } = [.. All.Select(CamelCase.Of)];

    /// <summary>Reads words with commas between them, in any case, into kinds in their order, each once; all for none.</summary>
    /// <param name="unknown">The first word that is no kind; null for none.</param>
    public static IReadOnlyList<CoverageKind> Parse(IEnumerable<string?> texts, out string? unknown)
    {
        List<string> words = [.. texts.SelectMany(text => (text ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        unknown = words.Find(word => !Words.Contains(word, StringComparer.OrdinalIgnoreCase));
        return words.Count == 0 ? All
            : [.. All.Where(kind => words.Contains(CamelCase.Of(kind), StringComparer.OrdinalIgnoreCase))];
    }
}

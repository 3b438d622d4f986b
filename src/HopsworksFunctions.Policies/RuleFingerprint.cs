namespace HopsworksFunctions.Policies;

/// <summary>
/// A short text for what a rule does: its fields and its schedule's windows, without names, comments or order. It starts with the version
/// of the fingerprint format, because a new format is not a changed rule.
/// </summary>
internal static class RuleFingerprint
{
    private const string Version = "2";
    private const string NoSchedule = "-";

    public static string Of(string members, string? schedule) => $"{Version}.{members}.{schedule ?? NoSchedule}";

    public static bool IsOfThisVersion(string fingerprint) => fingerprint.StartsWith($"{Version}.", StringComparison.Ordinal);

    /// <summary>
    /// Returns whether its rule had a schedule. Earlier versions did not record this, so they count as having one, because nearly all do.
    /// </summary>
    public static bool HasSchedule(string fingerprint) => !fingerprint.EndsWith($".{NoSchedule}", StringComparison.Ordinal);
}

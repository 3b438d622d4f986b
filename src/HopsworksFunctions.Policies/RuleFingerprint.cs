namespace HopsworksFunctions.Policies;

/// <summary>
/// What a rule does, in a short text: its members and its schedule's windows, but no name, comment or order. It begins with the version
/// of the way in which it is made, since another way is no change of the rule.
/// </summary>
internal static class RuleFingerprint
{
    private const string Version = "2";
    private const string NoSchedule = "-";

    public static string Of(string members, string? schedule) => $"{Version}.{members}.{schedule ?? NoSchedule}";

    public static bool IsOfThisVersion(string fingerprint) => fingerprint.StartsWith($"{Version}.", StringComparison.Ordinal);

    /// <summary>Whether its rule had a schedule; earlier versions did not say, and nearly all have.</summary>
    public static bool HasSchedule(string fingerprint) => !fingerprint.EndsWith($".{NoSchedule}", StringComparison.Ordinal);
}

namespace HopsworksFunctions.Core.Runs;

/// <summary>
/// The subject of a notice or an incident as one word of a log line, such as <c>cluster:0f3c</c>. Names and ids are escaped, so no blank,
/// colon or bracket in them can end the word or make it look like another subject.
/// </summary>
internal static class SubjectWord
{
    /// <summary>Returns the word; null for the account.</summary>
    public static string? Of(string? clusterId, string? rule, string? calendar, string? channel) =>
        rule is not null ? $"rule:{Quoted(rule)}{(clusterId is null ? "" : $":{Quoted(clusterId)}")}"
        : calendar is not null ? $"calendar:{Quoted(calendar)}"
        : channel is not null ? $"channel:{Quoted(channel)}"
        : clusterId is not null ? $"cluster:{Quoted(clusterId)}"
        : null;

    private static string Quoted(string text) => Uri.EscapeDataString(text);
}

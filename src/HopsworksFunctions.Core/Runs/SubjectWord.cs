namespace HopsworksFunctions.Core.Runs;

/// <summary>
/// What a notice or an incident is about, as one word of a log line, such as <c>cluster:0f3c</c>. Whatever a name or id holds, the word
/// has no blank, colon or bracket of it, so that nothing can be taken for another subject or for the end of the word.
/// </summary>
internal static class SubjectWord
{
    /// <summary>Null for the account.</summary>
    public static string? Of(string? clusterId, string? rule, string? calendar, string? channel) =>
        rule is not null ? $"rule:{Quoted(rule)}{(clusterId is null ? "" : $":{Quoted(clusterId)}")}"
        : calendar is not null ? $"calendar:{Quoted(calendar)}"
        : channel is not null ? $"channel:{Quoted(channel)}"
        : clusterId is not null ? $"cluster:{Quoted(clusterId)}"
        : null;

    private static string Quoted(string text) => Uri.EscapeDataString(text);
}

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>A decision in words, as <c>Running: inside schedule 'office' since Mon 07:00 (UTC). Next stop Mon 19:00</c>.</summary>
/// <param name="Status">
/// The status. It begins with <c>Stopping</c>, <c>Starting</c>, <c>Backing up</c> or <c>Restoring worker nodes</c> for an action only.
/// </param>
/// <param name="Why">A clause in lower case.</param>
/// <param name="Next">The next event, or what to do: a sentence without its full stop; null for none.</param>
public readonly record struct DecisionWords(string Status, string Why, string? Next = null)
{
    /// <summary>The whole text without its full stop, for tables, logs and the audit log.</summary>
    public string Whole => $"{Status}: {Reasons}";

    /// <summary>The text without the status, for refusals and under headings that give the status.</summary>
    public string Reasons => Next is null ? Why : $"{Why}. {Next}";

    /// <summary>Appends a sentence; null appends nothing.</summary>
    internal DecisionWords Then(string? sentence) => sentence is null ? this
        : this with { Next = Next is null ? sentence : $"{Next}. {sentence}" };
}

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>A decision in words, as <c>Running: inside schedule 'office' since Mon 07:00 (UTC). Next stop Mon 19:00</c>.</summary>
/// <param name="Status">
/// Begins with <c>Stopping</c>, <c>Starting</c>, <c>Backing up</c> or <c>Restoring worker nodes</c> for an action, and only then.
/// </param>
/// <param name="Why">A clause, lower case.</param>
/// <param name="Next">What follows, or what to do: a sentence without its full stop; null for nothing.</param>
public readonly record struct DecisionWords(string Status, string Why, string? Next = null)
{
    /// <summary>All of it without its full stop, for tables, logs and the audit log.</summary>
    public string Whole => $"{Status}: {Reasons}";

    /// <summary>Without the status, for refusals and under headings that say the status.</summary>
    public string Reasons => Next is null ? Why : $"{Why}. {Next}";

    /// <summary>Adds a sentence after the others; null for none.</summary>
    internal DecisionWords Then(string? sentence) => sentence is null ? this
        : this with { Next = Next is null ? sentence : $"{Next}. {sentence}" };
}

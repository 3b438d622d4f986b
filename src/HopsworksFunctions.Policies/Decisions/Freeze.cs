using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// A ban on starts and stops of an account, or of one rule's clusters, from <paramref name="Since"/> until <paramref name="Until"/>,
/// exclusive. It is stored until a run has seen its end, because that run must know which stops came due in between.
/// </summary>
/// <param name="Rule">The rule's name; null for the whole account.</param>
public sealed record Freeze(string? Rule, Instant Since, Instant Until, string By, string? Reason)
{
    /// <summary>The longest freeze with an end.</summary>
    public static readonly Duration MaxDuration = Duration.FromDays(366);

    /// <summary>The person who ended it early; null if nobody did.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Whether only a person ends it.</summary>
    public bool IsUntilUnfrozen => Until >= Hold.Never;

    /// <summary>The frozen scope: <c>this account</c> or <c>rule 'dev'</c>.</summary>
    public string What => WhatOf(Rule);

    /// <inheritdoc cref="What"/>
    public static string WhatOf(string? rule) => rule is null ? "this account" : $"rule '{rule}'";

    /// <param name="rule">The rule of a cluster; null for none.</param>
    public bool Concerns(Rule? rule) => Rule is null || Rule == rule?.Name;

    public bool InForce(Instant now) => now < Until;

    /// <summary>Returns the freeze as a clause, such as <c>anna froze this account until Mon 22:00 (Europe/Stockholm)</c>.</summary>
    public string Explain(SentenceTimes times) =>
        $"{By} froze {What} until {(IsUntilUnfrozen ? "someone unfreezes it" : times.At(Until))}";

    /// <summary>Returns the same with its reason, such as <c>... until Mon 22:00 (Europe/Stockholm) ("month-end")</c>.</summary>
    public string ExplainWhy(SentenceTimes times) => $"{Explain(times)}{(Reason is null ? "" : $" (\"{Reason}\")")}";
}

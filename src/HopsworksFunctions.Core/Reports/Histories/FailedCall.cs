using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>A call by the app that had no lasting effect, or whose answer was lost.</summary>
public sealed record FailedCall(Instant At, ClusterAction Action, CallFailure Why);

public enum CallFailure
{
    Refused,
    /// <summary>The call had no answer and no effect.</summary>
    NoAnswer,
    /// <summary>The call had no answer, but took effect.</summary>
    AnswerLost,
    /// <summary>The call was accepted, but undone before the app saw its effect.</summary>
    Undone,
}

internal static class FailedCalls
{
    /// <param name="entries">The entries of one cluster for calls and for starting, stopping or being deleted, oldest first.</param>
    public static IEnumerable<FailedCall> Of(IReadOnlyList<AuditEntry> entries)
    {
        var last = new Dictionary<AuditKind, AuditStep?>();
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Step is null || AuditTrail.ActionOf(entry.Kind) is ClusterAction.None)
                continue;
            var isAnswer = last.GetValueOrDefault(entry.Kind) == AuditStep.Intent;
            last[entry.Kind] = entry.Step;
            // A later failure of the same call only states that the call without an answer had no effect.
            if (isAnswer && FailureOf(entries, i) is { } failure)
                yield return new(entry.At, AuditTrail.ActionOf(entry.Kind), failure);
        }
    }

    private static CallFailure? FailureOf(IReadOnlyList<AuditEntry> entries, int answer) => entries[answer] switch
    {
        { Step: AuditStep.Failed } => CallFailure.Refused,
        { Step: AuditStep.Uncertain } => TookEffect(entries, answer) ? CallFailure.AnswerLost : CallFailure.NoAnswer,
        { Step: AuditStep.Accepted, Kind: not AuditKind.AddWorkers } call
            when Next(entries, answer) is { } next && next.Kind != EffectOf(call) => CallFailure.Undone,
        _ => null,
    };

    private static bool TookEffect(IReadOnlyList<AuditEntry> entries, int call) => Next(entries, call) is { Cause: Cause.Policy } next
        && next.Kind == EffectOf(entries[call]);

    private static AuditKind EffectOf(AuditEntry call) => call.Kind == AuditKind.Start ? AuditKind.CameUp : AuditKind.WentDown;

    /// <summary>Returns the cluster's next change or the intent of its next call, whichever comes first; null for neither.</summary>
    private static AuditEntry? Next(IReadOnlyList<AuditEntry> entries, int call) => entries.Skip(call + 1).FirstOrDefault(
        entry => entry.Step == AuditStep.Intent || PowerSteps.Kinds.Contains(entry.Kind));
}

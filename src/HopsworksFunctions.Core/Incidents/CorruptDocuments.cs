using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Opens incidents for stored documents that cannot be read or are from a wrong clock, and sets unreadable ones aside, so the run
/// continues as after lost state. An unreadable hold stays in force until a person replaces or releases it, because nobody knows what it
/// says.
/// </summary>
public static class CorruptDocuments
{
    /// <param name="future">About stored times that lie in the future; null if none does.</param>
    internal static async Task SettleAsync(
        AccountState state, string? future, IncidentTracker book, Instant now, CancellationToken cancellationToken)
    {
        var found = state.Damaged.Select(d => (d.ClusterId, Text: Sentence(d)))
            .Concat(state.Holds.Values.Where(h => h.IsTooLong(now)).Select(h => ((string?)h.ClusterId, Sentence(h, state))))
            .Concat(future is null ? [] : [((string?)null, future)])
            .ToLookup(f => f.Item1, f => f.Item2);
        foreach (var subject in found)
            await book.SetAsync(EventKind.State, subject.Key, string.Join("; ", subject), now, cancellationToken);
        foreach (var cluster in book.OpenFor(EventKind.State).Where(c => !found.Contains(c)))
            await book.SetAsync(EventKind.State, cluster, null, now, cancellationToken);
        foreach (var document in state.Damaged.Where(d => d.Kind != DocumentKinds.Hold))
            await state.SetAsideAsync(document, cancellationToken);
    }

    private static string Sentence(Hold hold, AccountState state) =>
        $"{state.Records.GetValueOrDefault(hold.ClusterId)?.Name ?? hold.ClusterId} is {hold.Explain(null)}, more than "
            + $"{Hold.MaxDuration.TotalDays:0} days ahead, so it is only kept as it is; set the hold anew or release it";

    /// <summary>Tells people what is wrong, the consequence, and what they can do.</summary>
    public static string Sentence(DamagedDocument document) =>
        $"the stored {document.Kind} '{document.Key}' {document.Problem.TrimEnd('.')}; " + document.Kind switch
        {
            DocumentKinds.Hold => "the cluster is kept as it is until somebody replaces or releases its hold",
            DocumentKinds.Record => "it is set aside, and the cluster is taken for one that is seen for the first time",
            _ => "it is set aside and counts as missing",
        };
}

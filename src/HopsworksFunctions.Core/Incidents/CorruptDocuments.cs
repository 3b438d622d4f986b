using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Opens incidents for stored documents that cannot be read, are from a wrong clock or are lost, and sets unreadable ones aside, so the run
/// continues as after lost state. An unreadable hold or freeze stays in force until a person replaces or ends it, because nobody knows what
/// it says.
/// </summary>
public static class CorruptDocuments
{
    /// <param name="future">A sentence about stored times that lie in the future; null if none does.</param>
    internal static async Task SettleAsync(
        AccountState state, string? future, IncidentTracker book, Instant now, CancellationToken cancellationToken)
    {
        var found = state.Damaged.Select(d => (d.ClusterId, Text: Sentence(d)))
            .Concat(state.Holds.Values.Where(h => h.IsTooLong(now)).Select(h => ((string?)h.ClusterId, Sentence(h, state, now))))
            .Concat(OfAccount(state, future).OfType<string>().Select(sentence => ((string?)null, sentence)))
            .ToLookup(f => f.Item1, f => f.Item2);
        foreach (var subject in found)
            await SetAsync(subject.Key, string.Join(" ", subject));
        foreach (var cluster in book.OpenFor(EventKind.State).Where(c => !found.Contains(c)))
            await SetAsync(cluster, null);
        foreach (var document in state.Damaged.Where(d => d.Kind is not (DocumentKinds.Hold or DocumentKinds.Freeze)))
            await state.SetAsideAsync(document, cancellationToken);

        Task SetAsync(string? cluster, string? message) =>
            book.SetAsync(EventKind.State, cluster, message, Resolved(cluster, state), now, cancellationToken);
    }

    private static IEnumerable<string?> OfAccount(AccountState state, string? future) =>
    [
        future,
        state.Lost is { } lost ? SnapshotText.Lost(lost) : null,
        state.SnapshotProblem is { } problem ? SnapshotText.NotTaken(problem) : null,
    ];

    private static string Resolved(string? clusterId, AccountState state) => clusterId is null
        ? "All stored documents can be read."
        : $"The stored documents of {state.NameOf(clusterId)} can be read.";

    private static string Sentence(Hold hold, AccountState state, Instant now) =>
        $"{state.NameOf(hold.ClusterId)}: the stored hold ends {SentenceTimes.Write(hold.Until, null, now)}, more than "
            + $"{Hold.MaxDuration.TotalDays:0} days ahead. Kept as is; set a new hold or release this one.";

    /// <summary>Returns the problem, its consequence, and what people can do.</summary>
    public static string Sentence(DamagedDocument document) =>
        $"The stored {document.Kind} {Of(document)}'{document.Key}' {SentenceText.End(document.Problem)} " + document.Kind switch
        {
            DocumentKinds.Hold => "The cluster is kept as is until you set or release its hold.",
            DocumentKinds.Freeze => "It stays in force until you unfreeze it.",
            DocumentKinds.Record => "It was set aside; the cluster counts as first seen.",
            _ => "It was set aside and counts as missing.",
        };

    private static string Of(DamagedDocument document) => document.Kind switch
    {
        DocumentKinds.Hold => "for ",
        DocumentKinds.Record => "of ",
        _ => "",
    };
}

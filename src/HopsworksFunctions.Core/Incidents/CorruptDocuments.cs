using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Tells of documents that cannot be used, and sets them aside, so that the run goes on as after lost state.
/// A hold stays in its place and in force until a person replaces or releases it: nobody knows what it says.
/// </summary>
public static class CorruptDocuments
{
    internal static async Task SettleAsync(AccountState state, IncidentTracker book, Instant now, CancellationToken cancellationToken)
    {
        var damaged = state.Damaged.ToLookup(d => d.ClusterId);
        foreach (var documents in damaged)
            await book.SetAsync(EventKind.State, documents.Key, string.Join("; ", documents.Select(Sentence)), now, cancellationToken);
        foreach (var cluster in book.OpenFor(EventKind.State).Where(c => !damaged.Contains(c)))
            await book.SetAsync(EventKind.State, cluster, null, now, cancellationToken);
        foreach (var document in state.Damaged.Where(d => d.Kind != DocumentKinds.Hold))
            await state.SetAsideAsync(document, cancellationToken);
    }

    /// <summary>For people: what is wrong, what follows from it, and what they can do.</summary>
    public static string Sentence(DamagedDocument document) =>
        $"the stored {document.Kind} '{document.Key}' {document.Problem.TrimEnd('.')}; " + document.Kind switch
        {
            DocumentKinds.Hold => "the cluster is kept as it is until somebody replaces or releases its hold",
            DocumentKinds.Record => "it is set aside, and the cluster is taken for one that is seen for the first time",
            _ => "it is set aside and counts as missing",
        };
}

using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>
/// Opens incidents for stored documents that cannot be read, and sets the documents aside, so the run continues as after lost state.
/// An unreadable hold stays in force until a person replaces or releases it, because nobody knows what it says.
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

    /// <summary>Tells people what is wrong, the consequence, and what they can do.</summary>
    public static string Sentence(DamagedDocument document) =>
        $"the stored {document.Kind} '{document.Key}' {document.Problem.TrimEnd('.')}; " + document.Kind switch
        {
            DocumentKinds.Hold => "the cluster is kept as it is until somebody replaces or releases its hold",
            DocumentKinds.Record => "it is set aside, and the cluster is taken for one that is seen for the first time",
            _ => "it is set aside and counts as missing",
        };
}

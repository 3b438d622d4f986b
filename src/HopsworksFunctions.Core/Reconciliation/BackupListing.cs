using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>Reads what became of the app's backups, with one call and only if one may be over.</summary>
internal static class BackupListing
{
    /// <returns>By the ids of the clusters concerned; null if there are none, or if reading failed, which the next run repeats.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<Backup>>?> ReadAsync(
        IHopsworksClient hopsworks, IReadOnlyList<Cluster> clusters, IReadOnlyDictionary<string, ClusterRecord> records,
        CancellationToken cancellationToken)
    {
        List<string>? asked = null;
        foreach (var cluster in clusters)
        {
            if (Backups.NeedsListing(records.GetValueOrDefault(cluster.Id), cluster))
                (asked ??= []).Add(cluster.Id);
        }
        if (asked is null)
            return null;
        var listed = await hopsworks.ListBackupsAsync(asked.Count == 1 ? asked[0] : null, cancellationToken);
        return listed.Succeeded ? asked.ToDictionary(id => id, _ => listed.Value) : null;
    }
}

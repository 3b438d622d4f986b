using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The results of the app's backups, read with one call and only if one of them may have ended.</summary>
internal static class BackupListing
{
    /// <returns>The backups by cluster ID; null if no cluster needs them, or if reading failed. The next run then tries again.</returns>
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

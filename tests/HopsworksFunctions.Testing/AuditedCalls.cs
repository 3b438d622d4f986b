using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Testing;

/// <summary>Checks that an audit log is complete: each call has an intent, and each intent has one outcome.</summary>
public static class AuditedCalls
{
    /// <summary>Returns the gaps, one sentence each.</summary>
    /// <param name="entries">The entries, oldest first.</param>
    public static IReadOnlyList<string> Gaps(IEnumerable<AuditEntry> entries)
    {
        var gaps = new List<string>();
        var open = new Dictionary<string, AuditEntry>();
        var accepted = new HashSet<(string Cluster, AuditKind Kind)>();
        foreach (var entry in entries.Where(e => e.ClusterId is not null))
        {
            var (cluster, call) = (entry.ClusterId!, (entry.ClusterId!, entry.Kind));
            switch (entry.Step)
            {
                case AuditStep.Intent:
                    if (open.Remove(cluster, out var earlier))
                        gaps.Add($"{Text(earlier)}: nothing says what became of it before the next intent, of {entry.At}");
                    open.Add(cluster, entry);
                    accepted.Remove(call);
                    break;
                case AuditStep.Uncertain when open.GetValueOrDefault(cluster)?.Kind != entry.Kind:
                    gaps.Add($"{Text(entry)}: its answer was lost, but it had no intent");
                    break;
                case AuditStep.Accepted:
                    if (!open.Remove(cluster) && accepted.Contains(call))
                        gaps.Add($"{Text(entry)}: it was accepted twice, with one intent");
                    accepted.Add(call);
                    break;
                case AuditStep.Failed:
                    open.Remove(cluster);
                    break;
            }
        }
        return [.. gaps, .. open.Values.Select(intent => $"{Text(intent)}: nothing says what became of it")];
    }

    private static string Text(AuditEntry entry) => $"{entry.Kind} of {entry.ClusterId} at {entry.At}";
}

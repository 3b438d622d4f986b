using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Testing;

/// <summary>Checks that an audit is complete: no call without an intent, and for each intent what became of it.</summary>
public static class AuditedCalls
{
    /// <summary>The gaps, one sentence each.</summary>
    /// <param name="entries">The oldest first.</param>
    public static IReadOnlyList<string> Gaps(IEnumerable<AuditEntry> entries)
    {
        var gaps = new List<string>();
        var open = new Dictionary<string, AuditEntry>();
        foreach (var entry in entries.Where(e => e.ClusterId is not null))
        {
            var cluster = entry.ClusterId!;
            if (entry.Step == AuditStep.Intent && !open.TryAdd(cluster, entry))
            {
                gaps.Add($"{Text(open[cluster])}: nothing says what became of it before the next intent, of {entry.At}");
                open[cluster] = entry;
            }
            else if (entry.Step == AuditStep.Uncertain && open.GetValueOrDefault(cluster)?.Kind != entry.Kind)
                gaps.Add($"{Text(entry)}: its answer was lost, but it had no intent");
            else if (entry.Step is AuditStep.Accepted or AuditStep.Failed)
                open.Remove(cluster);
        }
        return [.. gaps, .. open.Values.Select(intent => $"{Text(intent)}: nothing says what became of it")];
    }

    private static string Text(AuditEntry entry) => $"{entry.Kind} of {entry.ClusterId} at {entry.At}";
}

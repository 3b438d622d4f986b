using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>The messages about snapshots of the state, in whole sentences.</summary>
public static class SnapshotText
{
    public static string Lost(LostState lost) =>
        $"The stored state was empty, although there is a snapshot of {LocalDatePattern.Iso.Format(lost.Snapshot)}. Every cluster counts "
        + "as first seen, and holds, freezes and worker nodes to restore are forgotten. The app starts and stops nothing for "
        + $"{LostState.Frozen.TotalMinutes:0} minutes. Restore the snapshot with 'hops state restore', or keep the state as it is with "
        + "'hops state restore --snapshot none'.";

    /// <param name="problem">The reason why it could not be stored.</param>
    public static string NotTaken(string problem) =>
        $"The daily snapshot of the state could not be stored; the next try is within an hour. {SentenceText.End(problem)}";
}

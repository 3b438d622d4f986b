using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>
/// The history of all clusters that rules observe, within a range with an exclusive end, for trying other policies on it.
/// </summary>
/// <param name="To">The time of the last observation, or the requested end if that is earlier.</param>
/// <param name="TickSeconds">The interval between runs in seconds.</param>
/// <param name="StartSeconds">The seconds that Hopsworks.ai took to start a cluster; null if no start was seen.</param>
/// <param name="StopSeconds">The seconds that Hopsworks.ai took to stop a cluster; null if no stop was seen.</param>
/// <param name="Policies">The policies, oldest first. The first entry is in force at the start of the range, if known.</param>
/// <param name="Gaps">The times without runs.</param>
public sealed record FleetHistory(
    Instant From, Instant To, int TickSeconds, int? StartSeconds, int? StopSeconds, IReadOnlyList<HistoryPolicies> Policies,
    IReadOnlyList<HistoryGap> Gaps, IReadOnlyList<ObservedCluster> Clusters);

/// <summary>The policies in force from <paramref name="At"/> on.</summary>
/// <param name="Text">The policy file; null if it was not kept.</param>
public sealed record HistoryPolicies(Instant At, string Version, string? Text);

public sealed record HistoryGap(Instant From, Instant To);

/// <summary>A cluster that a rule observes.</summary>
/// <param name="Facts">
/// The facts, oldest first. The first may be from before the range, or from after its start if no earlier facts are known.
/// </param>
/// <param name="Power">The changes of its state, oldest first.</param>
/// <param name="Activity">
/// The activity as a text such as <c>0b 35q 540u</c>: minutes since the start of the range, oldest first, each with the first letter of the
/// activity from that minute on.
/// </param>
/// <param name="Holds">The holds, oldest first, including those in force at the start of the range.</param>
/// <param name="Failures">The app's calls that had no lasting effect, oldest first.</param>
public sealed record ObservedCluster(
    string Id, string Name, IReadOnlyList<DatedFacts> Facts, IReadOnlyList<PowerStep> Power, string Activity,
    IReadOnlyList<HistoryHold> Holds, IReadOnlyList<FailedCall> Failures)
{
    /// <summary>The changes of <see cref="Activity"/>.</summary>
    /// <param name="from">The start of the range.</param>
    /// <exception cref="FormatException">The text was not written by the app.</exception>
    public IEnumerable<ObservedActivity> ActivityFrom(Instant from) => ActivityText.Parse(Activity, from);
}

/// <summary>A hold that a person set, or the release of one.</summary>
/// <param name="State">Null for a release.</param>
/// <param name="Until">Null for a release.</param>
public sealed record HistoryHold(Instant At, HoldState? State, Instant? Until, string? By);

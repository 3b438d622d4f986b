using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>
/// What happened within a range whose end is exclusive to the clusters that rules observe, so that other policies can be tried on it.
/// </summary>
/// <param name="To">When the clusters were last observed, or the end that was asked for, whichever is earlier.</param>
/// <param name="TickSeconds">The time between two runs.</param>
/// <param name="StartSeconds">How long Hopsworks.ai took to start a cluster; null if no start was seen.</param>
/// <param name="StopSeconds">How long it took to stop one; null if no stop was seen.</param>
/// <param name="Policies">Oldest first; the first is in force at the range's start, if it is known.</param>
/// <param name="Gaps">When no run was made.</param>
public sealed record FleetHistory(
    Instant From, Instant To, int TickSeconds, int? StartSeconds, int? StopSeconds, IReadOnlyList<HistoryPolicies> Policies,
    IReadOnlyList<HistoryGap> Gaps, IReadOnlyList<ObservedCluster> Clusters);

/// <summary>The policies in force from <paramref name="At"/> on.</summary>
/// <param name="Text">The policy file; null if it was not kept.</param>
public sealed record HistoryPolicies(Instant At, string Version, string? Text);

public sealed record HistoryGap(Instant From, Instant To);

/// <summary>A cluster that a rule observes.</summary>
/// <param name="Facts">
/// Oldest first; the first may be from before the range, or from after its start if nothing is known of earlier.
/// </param>
/// <param name="Power">Oldest first.</param>
/// <param name="Activity">
/// Such as <c>0b 35q 540u</c>: minutes since the range's start, oldest first, each with the first letter of the activity from then on.
/// </param>
/// <param name="Holds">Oldest first, with those in force at the range's start.</param>
/// <param name="Failures">The app's calls that had no lasting effect, oldest first.</param>
public sealed record ObservedCluster(
    string Id, string Name, IReadOnlyList<DatedFacts> Facts, IReadOnlyList<PowerStep> Power, string Activity,
    IReadOnlyList<HistoryHold> Holds, IReadOnlyList<FailedCall> Failures)
{
    /// <summary>The changes of <see cref="Activity"/>.</summary>
    /// <param name="from">The range's start.</param>
    /// <exception cref="FormatException">The text is not one that the app writes.</exception>
    public IEnumerable<ObservedActivity> ActivityFrom(Instant from) => ActivityText.Parse(Activity, from);
}

/// <summary>A hold that a person set, or the release of one.</summary>
/// <param name="State">Null for a release.</param>
/// <param name="Until">Null for a release.</param>
public sealed record HistoryHold(Instant At, HoldState? State, Instant? Until, string? By);

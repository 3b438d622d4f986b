using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>A manual start or stop request, and the messages that refuse it.</summary>
internal sealed record ManualActionRequest(FoundCluster Found, ClusterAction Action, RunRequest Request)
{
    public string Name => Found.Cluster.Name;

    public string Word => Action == ClusterAction.Start ? "start" : "stop";

    /// <param name="hold">The cluster's hold, if there is one.</param>
    public OperationError Refuse(ClusterReport report, Hold? hold, Instant now)
    {
        if (report.Done == ActionOutcome.Failed)
            return new(OperationErrorKind.ActionFailed, $"The {Word} of {Name} failed: {report.Error}");
        if (Found.Unmanaged is { } handsOff)
            return handsOff;
        if (report.Decision.Reason == Reason.AlreadyThere)
            return new(OperationErrorKind.AlreadyThere, $"{Name} is {report.Decision.InWords(report.Cluster, now).Reasons}.", "id");
        var (kind, why) = report.Decision.Reason switch
        {
            Reason.NoRule or Reason.NotManaged or Reason.UnknownSchedule => (OperationErrorKind.NotManaged, null),
            Reason.Protected or Reason.ProtectionEnds or Reason.NearMatch => (OperationErrorKind.Protected, null),
            Reason.InFlight => (OperationErrorKind.InFlight, null),
            Reason.Held => (
                OperationErrorKind.Held,
                $"it is {hold?.Explain(SentenceTimes.Of(report.Decision.Rule, now))}. Release the hold first"),
            _ => (OperationErrorKind.NotActionable, null),
        };
        return new(kind, $"{Name} was not {(Action == ClusterAction.Start ? "started" : "stopped")}: "
            + $"{why ?? report.Decision.InWords(report.Cluster, now).Reasons}.", "id");
    }
}

using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>A request for a manual start or stop, with the messages that refuse it.</summary>
internal sealed record ManualActionRequest(FoundCluster Found, ClusterAction Action, RunRequest Request)
{
    public string Name => Found.Cluster.Name;

    public string Word => Action == ClusterAction.Start ? "start" : "stop";

    /// <param name="hold">The cluster's hold; null for none.</param>
    public OperationError Refuse(ClusterReport report, Hold? hold, Instant now)
    {
        if (report.Done == ActionOutcome.Failed)
            return new(OperationErrorKind.ActionFailed, $"The {Word} of {Name} failed: {report.Error}");
        if (Found.Unmanaged is { } handsOff)
            return handsOff;
        var decision = report.Decision;
        var times = SentenceTimes.Of(decision.Rule, now);
        var (kind, message) = decision.Reason switch
        {
            Reason.NoRule or Reason.NotManaged or Reason.UnknownSchedule => (OperationErrorKind.NotManaged, null),
            Reason.Protected or Reason.ProtectionEnds or Reason.NearMatch => (OperationErrorKind.Protected, null),
            Reason.InFlight when decision.Record.Pending is { } pending => (OperationErrorKind.InFlight,
                $"{Name}: the {WordOf(pending.Action)} sent {times.At(pending.SentAt)} is in progress. Wait for it to finish."),
            Reason.AlreadyThere => (OperationErrorKind.AlreadyThere,
                $"{Name} is already {(Action == ClusterAction.Start ? "running" : "stopped")}."),
            Reason.Frozen when decision.Frozen is { } freeze => (OperationErrorKind.Frozen,
                $"{freeze.Explain(times)}. Nothing is started or stopped until then; an owner can unfreeze it."),
            Reason.Held when hold is not null => (OperationErrorKind.Held, $"{Name} is {hold.Explain(times)}. Release the hold first."),
            _ => (OperationErrorKind.NotActionable, (string?)null),
        };
        return new(kind, message ?? SentenceText.End($"{Name} was not {(Action == ClusterAction.Start ? "started" : "stopped")}: "
            + decision.InWords(report.Cluster, now).Reasons), "id");
    }

    private static string WordOf(ClusterAction action) => action switch
    {
        ClusterAction.Start => "start",
        ClusterAction.Stop => "stop",
        ClusterAction.AddWorkers => "restoring of worker nodes",
        ClusterAction.Backup or ClusterAction.None => "action",
    };
}

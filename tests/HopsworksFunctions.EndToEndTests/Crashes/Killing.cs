using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>
/// Begins a run in which an operation is due for both clusters, and kills its process at a moment that is visible from outside.
/// </summary>
internal sealed class Killing(CrashRig rig, DateTimeOffset at, Operation operation)
{
    private const string Subject = CrashRig.Subject;
    private const string Other = CrashRig.Other;
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    public Task AtAsync(Moment moment) => moment switch
    {
        Moment.BeforeTheIntent => AtCallAsync(Fault.Delay(Never) with { Operation = Operation.Get }),
        Moment.IntentStored => AtIntentStoredAsync(),
        Moment.CallLost => AtCallAsync(new Fault(FaultKind.Closed) { Operation = operation, Latency = Never }),
        Moment.CallNotAnswered => AtCallAsync(Fault.Delay(Never) with { Operation = operation }),
        Moment.AnswerNotWritten => AtAnswerNotWrittenAsync(),
        Moment.ResultAudited => AtResultAuditedAsync(),
        Moment.ResultStored => AtResultStoredAsync(),
        Moment.BetweenRuns => BetweenRunsAsync(),
    };

    private async Task AtCallAsync(Fault fault)
    {
        await BeginAsync(fault, Subject);
        await rig.KillAsync();
    }

    private async Task AtIntentStoredAsync()
    {
        await BeginAsync(Fault.Delay(CrashRig.Moment) with { Operation = Operation.Get }, Subject);
        using var hang = rig.State.HangAudit(Subject);
        await rig.PassUntilAsync(() => rig.State.PendingAnswer(Subject) == "none", "the intent is stored");
        await rig.KillAsync();
    }

    private async Task AtAnswerNotWrittenAsync()
    {
        await BeginAsync(Fault.Gateway(504) with { Operation = operation, AfterEffect = true, Latency = CrashRig.Moment }, Subject);
        using var hang = rig.State.HangAudit(Subject);
        await rig.PassUntilAsync(() => rig.Hopsworks.Calls.Of(Operation.Get, Subject).Count == 2, "the cluster is read again");
        await rig.KillAsync();
    }

    private async Task AtResultAuditedAsync()
    {
        await BeginAsync(Fault.Delay(CrashRig.Moment) with { Operation = operation }, Subject);
        await AcceptedAsync(Other);
        using var hang = rig.State.HangRecord(Subject);
        var before = rig.State.AuditLength;
        await rig.PassUntilAsync(() => rig.State.AuditLength > before, "the result is audited");
        await rig.KillAsync();
    }

    private async Task AtResultStoredAsync()
    {
        await BeginAsync(Fault.Delay(Never) with { Operation = operation }, Other);
        await AcceptedAsync(Subject);
        await rig.KillAsync();
    }

    private async Task BetweenRunsAsync()
    {
        await rig.RunAsync(at);
        await rig.KillAsync();
    }

    private async Task BeginAsync(Fault fault, string cluster)
    {
        rig.Hopsworks.Faults.Add(fault with { Cluster = cluster });
        await rig.BeginRunAsync(at);
        await rig.CalledAsync(fault.Operation!.Value, cluster);
    }

    private Task AcceptedAsync(string cluster) =>
        Eventually.IsTrueAsync(() => rig.State.PendingAnswer(cluster) == "accepted", () => $"the result for {cluster} is stored");
}

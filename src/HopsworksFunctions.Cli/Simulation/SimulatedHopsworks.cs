using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>
/// The emulator's control plane behind the client's interface, without HTTP. Faults look as the real client would report them, and
/// waiting advances virtual time.
/// </summary>
/// <remarks>Each simulated process has its own client, which throws after the process ended.</remarks>
internal sealed class SimulatedHopsworks(
    EmulatedControlPlane controlPlane, FaultPlan faults, VirtualTime time, IAccountStore store, Action<SimulatedCall> received,
    Action<SimulatedRead>? noted = null)
    : IHopsworksClient, IActivityChecks
{
    // The retries of the real client, without jitter.
    private const int ReadRetries = 3;
    private static readonly Duration FirstWait = Duration.FromSeconds(1);

    private static readonly Sample Quiet = new(Activity.Quiet);
    private static readonly Sample Busy = Sample.Busy("the scenario says so");
    private static readonly Sample Unknown = Sample.Unknown("it does not answer");

    private readonly ClusterView view = new();
    private bool isDead;

    /// <summary>Whether the process dies after the next action's call.</summary>
    public bool CrashAfterNextAction { get; set; }

    public Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Read<IReadOnlyList<Cluster>>(Operation.List, null, fault =>
            fault is { Kind: FaultKind.EmptyList } ? [] : view.Of(controlPlane.List())) with
        { Date = time.Now });

    public Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken) =>
        Task.FromResult(Read(Operation.Get, clusterId, _ => controlPlane.Get(clusterId) is { } cluster ? view.Known(cluster) : null));

    public Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken) =>
        Act(Operation.Stop, "stop", clusterId, () => controlPlane.Stop(clusterId));

    public Task<ApiResult> StartAsync(string clusterId, CancellationToken cancellationToken) =>
        Act(Operation.Start, "start", clusterId, () => controlPlane.Start(clusterId));

    public Task<ApiResult> AddWorkersAsync(string clusterId, IReadOnlyList<WorkerGroup> workers, CancellationToken cancellationToken) =>
        Act(Operation.AddWorkers, "addWorkers", clusterId, () => controlPlane.AddWorkers(clusterId, [.. workers.Select(Worker)]));

    public Task<ApiResult<IReadOnlyList<Backup>>> ListBackupsAsync(string? clusterId, CancellationToken cancellationToken) =>
        Task.FromResult(Read<IReadOnlyList<Backup>>(Operation.ListBackups, clusterId, _ => [.. controlPlane.ListBackups(clusterId)
            .Select(b => new Backup(b.BackupId, b.BackupName, b.ClusterId, Words.BackupState(b.State), b.State, b.StateMessage))]));

    public async Task<ApiResult<string>> CreateBackupAsync(string clusterId, string name, CancellationToken cancellationToken)
    {
        string? id = null;
        var done = await Act(Operation.CreateBackup, "backup", clusterId, () =>
        {
            var reply = controlPlane.CreateBackup(clusterId, name);
            id = reply.Id;
            return reply;
        });
        return done.Succeeded ? id! : done.Failure;
    }

    public Task<ApiResult> DeleteBackupAsync(string backupId, CancellationToken cancellationToken) =>
        Act(Operation.DeleteBackup, "deleteBackup", controlPlane.GetBackup(backupId)?.ClusterId ?? "",
            () => controlPlane.DeleteBackup(backupId));

    public ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken) =>
        new(targets.ToDictionary(target => target.Cluster.Id, target => controlPlane.Get(target.Cluster.Id)?.Activity switch
        {
            EmulatedActivity.Idle => Quiet,
            EmulatedActivity.Busy => Busy,
            _ => Unknown,
        }));

    private ApiResult<T> Read<T>(Operation operation, string? clusterId, Func<Fault?, T?> read)
        where T : class
    {
        ThrowIfDead();
        var (began, wait) = (time.Now, FirstWait);
        for (var retries = 0; ; retries++, wait += wait)
        {
            var fault = faults.Take(operation, clusterId, time.GetUtcNow());
            if (fault is null or { Kind: FaultKind.EmptyList })
            {
                var listed = operation == Operation.List && fault is null && noted is not null ? controlPlane.List() : null;
                noted?.Invoke(new(began, clusterId, null) { Listed = listed });
                return read(fault) is { } value ? value : new ApiFailure(FailureKind.NotFound, $"{clusterId}: not found", 404, 404);
            }
            var failure = Failure(fault);
            var asked = failure.RetryAfter ?? Duration.Zero;
            if (retries == ReadRetries || failure.HttpStatus is not (408 or 429 or >= 500) || asked > Duration.FromSeconds(30))
            {
                noted?.Invoke(new(began, clusterId, failure));
                return failure;
            }
            time.Advance(failure.RetryAfter ?? wait);
        }
    }

    private async Task<ApiResult> Act(Operation operation, string call, string clusterId, Func<ControlPlaneResult> act)
    {
        ThrowIfDead();
        var before = controlPlane.Get(clusterId);
        var fault = faults.Take(operation, clusterId, time.GetUtcNow());
        var reply = fault is null or { AfterEffect: true } ? act() : default;
        var failure = fault is not null ? Failure(fault)
            : reply.Accepted ? null
            : Refused(reply.Code, $"refused with code {reply.Code}: {reply.Message}");
        var record = (await store.LoadAsync(default)).Records.GetValueOrDefault(clusterId);
        var (reason, rule) = operation is Operation.CreateBackup or Operation.DeleteBackup
            ? (record?.Backup?.Reason, record?.Backup?.Rule)
            : (record?.Pending?.Reason, record?.Pending?.Rule);
        received(new(time.Now, clusterId, call, failure is null, reason, rule)
        {
            Before = before,
            Done = reply.Accepted,
            Failure = failure,
        });
        isDead = CrashAfterNextAction;
        ThrowIfDead();
        return new(failure);
    }

    private void ThrowIfDead()
    {
        if (isDead)
            throw new SimulatedCrashException();
    }

    private static ApiFailure Failure(Fault fault)
    {
        var status = fault.Status ?? fault.Code;
        var retryAfter = fault.RetryAfter is { } wait ? Duration.FromTimeSpan(wait) : (Duration?)null;
        return fault.Kind == FaultKind.Envelope
            ? Refused(status, $"refused with code {status}", retryAfter)
            : new(KindOf(status), $"the gateway answered {status}", status, null, retryAfter);
    }

    private static ApiFailure Refused(int code, string message, Duration? retryAfter = null) =>
        new(code == 404 ? FailureKind.NotFound : FailureKind.Rejected, message, code, code, retryAfter);

    private static FailureKind KindOf(int gatewayStatus) => gatewayStatus switch
    {
        401 or 403 => FailureKind.KeyRefused,
        429 => FailureKind.Throttled,
        _ => FailureKind.Unavailable,
    };

    private static Worker Worker(WorkerGroup group) =>
        new(group.InstanceType, group.DiskSize, group.Count, group.Spot is { } spot ? new(spot.MaxPrice, spot.FallBackOnDemand) : null);
}

/// <summary>An action's call, with the reason and rule of its stored intent.</summary>
internal sealed record SimulatedCall(Instant At, string Cluster, string Call, bool Accepted, Reason? Reason, string? Rule)
{
    /// <summary>The cluster before the call; null if there is none.</summary>
    public EmulatedCluster? Before { get; init; }
    /// <summary>Whether the control plane accepted it, whatever the response.</summary>
    public bool Done { get; init; }
    /// <summary>Null if the response was a success.</summary>
    public ApiFailure? Failure { get; init; }
}

/// <summary>A read of one cluster, or of all if none is named, with its retries.</summary>
/// <param name="Began">The time of the first attempt.</param>
/// <param name="Failure">Null if it succeeded.</param>
internal sealed record SimulatedRead(Instant Began, string? Cluster, ApiFailure? Failure)
{
    /// <summary>The listed clusters; null for other reads and for faulty listings.</summary>
    public IReadOnlyList<EmulatedCluster>? Listed { get; init; }
}

/// <summary>The end of the simulated process. As a cancellation, it skips the error handling of the code it passes.</summary>
internal sealed class SimulatedCrashException : OperationCanceledException;

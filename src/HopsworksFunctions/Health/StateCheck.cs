using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Health;

internal sealed class StateCheck(IAccountStore store, HealthReading reading) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var state = reading.State = await store.LoadAsync(cancellationToken);
        if (state.Damaged.Count > 0)
            return HealthCheckResult.Unhealthy(string.Join("; ", state.Damaged.Select(CorruptDocuments.Sentence)));
        if (state.Lost is { } lost)
            return HealthCheckResult.Degraded(SnapshotText.Lost(lost));
        return state.SnapshotProblem is { } problem
            ? HealthCheckResult.Degraded(SnapshotText.NotTaken(problem))
            : HealthCheckResult.Healthy($"{CountText.Of(state.Records.Count, "cluster")} in the records");
    }
}

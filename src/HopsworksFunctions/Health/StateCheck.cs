using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Health;

internal sealed class StateCheck(IAccountStore store, HealthReading reading) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var state = reading.State = await store.LoadAsync(cancellationToken);
        return state.Damaged.Count == 0
            ? HealthCheckResult.Healthy($"{state.Records.Count} {(state.Records.Count == 1 ? "cluster" : "clusters")} in the records")
            : HealthCheckResult.Unhealthy(string.Join("; ", state.Damaged.Select(CorruptDocuments.Sentence)));
    }
}

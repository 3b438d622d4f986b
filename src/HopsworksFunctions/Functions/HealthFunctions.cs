using HopsworksFunctions.Health;
using Microsoft.Azure.Functions.Worker;

namespace HopsworksFunctions.Functions;

/// <summary>Whether the app can do its work.</summary>
public sealed class HealthFunctions(HealthCheck health)
{
    /// <summary>
    /// 200 when everything that a run needs is there, although something may need a person, otherwise 503;
    /// each check with how long it took.
    /// </summary>
    [Function("Health")]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await health.CheckAsync(cancellationToken);
        return JsonAnswer.Of(report, HealthJsonContext.Default.HealthReport, status: report.Status == HealthStatus.Unhealthy ? 503 : 200);
    }
}

using HopsworksFunctions.Health;

namespace HopsworksFunctions.Functions;

/// <summary>Whether the app can do its work.</summary>
public sealed class HealthFunctions(HealthReporter health)
{
    /// <summary>
    /// 200 when a run has everything it needs, even if something needs attention; otherwise 503. Lists each check with its duration.
    /// </summary>
    [Function("Health")]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var answer = await health.ReportAsync(cancellationToken);
        return TypedResults.Json(answer, statusCode: answer.Status == HealthStatus.Unhealthy ? 503 : 200);
    }
}

using HopsworksFunctions.Health;

namespace HopsworksFunctions.Functions;

/// <summary>Whether the app can do its work.</summary>
public sealed class HealthFunctions(HealthReporter health)
{
    /// <summary>
    /// 200 when everything that a run needs is there, although something may need a person, otherwise 503;
    /// each check with how long it took.
    /// </summary>
    [Function("Health")]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var answer = await health.ReportAsync(cancellationToken);
        return TypedResults.Json(answer, statusCode: answer.Status == HealthStatus.Unhealthy ? 503 : 200);
    }
}

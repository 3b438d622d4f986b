using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Health;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>The health of the app.</summary>
public sealed class HealthFunctions(AccountSettings accounts, IServiceProvider services)
{
    /// <summary>
    /// Returns 200 if a run has everything it needs, even if something needs attention; otherwise 503. Lists each check with its duration.
    /// With several accounts, it reports on one of them, or on all together.
    /// </summary>
    [Function("Health")]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var answer = accounts.AreSeveral && RequestQuery.Account(request.Query) is null
            ? await services.GetRequiredService<AccountsHealth>().ReportAsync(cancellationToken)
            : await services.GetRequiredService<HealthReporter>().ReportAsync(cancellationToken);
        return TypedResults.Json(answer, statusCode: answer.Status == HealthStatus.Unhealthy ? 503 : 200);
    }
}

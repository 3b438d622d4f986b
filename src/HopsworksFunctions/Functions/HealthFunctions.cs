using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Health;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>Whether the app can do its work.</summary>
public sealed class HealthFunctions(AccountSettings accounts, IServiceProvider services)
{
    /// <summary>
    /// 200 when a run has everything it needs, even if something needs attention; otherwise 503. Lists each check with its duration.
    /// Where there are several accounts, of one or of all together.
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

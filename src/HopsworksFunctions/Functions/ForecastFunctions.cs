using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Http;
using NodaTime;

namespace HopsworksFunctions.Functions;

/// <summary>This month's hours and money by the policies as they are.</summary>
public sealed class ForecastFunctions(ForecastReader forecasts)
{
    /// <summary>
    /// <c>GET forecast?zone=&amp;limit=&amp;after=</c>: last month and this month, so far and to its end, in total and by rule and cluster,
    /// of which it is a page, with their assumptions. The month is UTC's, or that of <c>zone</c>.
    /// </summary>
    [Function("Forecast")]
    public async Task<IResult> ForecastAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "forecast")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (zone, ofPolicies) = RequestQuery.Zone(request.Query);
        var page = ClusterPage.Of(request.Query);
        var forecast = await forecasts.ReadAsync(ofPolicies ? null : zone ?? DateTimeZone.Utc, cancellationToken);
        var (clusters, after) = page.In(forecast.Clusters);
        return TypedResults.Json(forecast with { Clusters = clusters, After = after, Next = NextPage.Of(request, after) });
    }
}

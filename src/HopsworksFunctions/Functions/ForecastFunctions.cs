using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Http;
using NodaTime;

namespace HopsworksFunctions.Functions;

/// <summary>This month's hours and costs under the current policies.</summary>
public sealed class ForecastFunctions(ForecastReader forecasts)
{
    /// <summary>
    /// <c>GET forecast?zone=&amp;limit=&amp;after=</c>: last month, and this month so far and to its end, in total, by rule and for a page
    /// of clusters, with the assumptions. The month is in UTC, or in <c>zone</c>.
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

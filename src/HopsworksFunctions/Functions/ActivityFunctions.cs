using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Http;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>The activity history of clusters.</summary>
public sealed class ActivityFunctions(HistoryReader histories, FleetHistoryReader fleet, TimeProvider time)
{
    private static readonly Duration Standard = Duration.FromDays(28);

    /// <summary>
    /// <c>GET history?cluster=&amp;from=&amp;to=</c>: when a cluster was busy, quiet or down, by default in the last 28 days. Without a
    /// cluster: the history of all observed clusters.
    /// </summary>
    [Function("History")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "history")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var range = RequestQuery.Range(request.Query, now - Standard, now, HistoryReader.MaxDays);
        if (HistoryQuery.Cluster(request.Query) is not { } cluster)
            return TypedResults.Json(await fleet.ReadAsync(range.Start, range.End, cancellationToken));
        return Answer(cluster, await histories.ReadAsync(cluster, range.Start, range.End, cancellationToken));
    }

    /// <summary><c>DELETE history?cluster=</c>: deletes a cluster's activity, but not when it ran, which is in the audit log.</summary>
    [Function("ForgetHistory")]
    public async Task<IResult> ForgetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "history")] HttpRequest request, CancellationToken cancellationToken)
    {
        var cluster = HistoryQuery.Cluster(request.Query) ?? throw HistoryQuery.NoCluster();
        return TypedResults.Json(await histories.ForgetAsync(cluster, cancellationToken));
    }

    private static IResult Answer<T>(string cluster, T? answer)
        where T : class => answer is not null ? TypedResults.Json(answer) : Problems.UnknownCluster(cluster);
}

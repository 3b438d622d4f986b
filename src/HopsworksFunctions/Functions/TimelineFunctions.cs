using HopsworksFunctions.Core.Reports.Timelines;
using HopsworksFunctions.Http;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Functions;

/// <summary>The times when clusters were running, and when they were scheduled to run.</summary>
public sealed class TimelineFunctions(TimelineReader timelines, TimeProvider time)
{
    private const int MaxDays = 31;

    /// <summary>
    /// <c>GET timeline?from=&amp;to=&amp;limit=&amp;after=</c>: the windows of the schedules, and the times when each cluster of a page was
    /// seen running or had a hold; by default, from six days ago until one day ahead.
    /// </summary>
    [Function("Timeline")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "timeline")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var range = RequestQuery.Range(request.Query, now - Duration.FromDays(6), now + Duration.FromDays(1), MaxDays);
        var page = ClusterPage.Of(request.Query);
        var timeline = await timelines.ReadAsync(range.Start, range.End, cancellationToken);
        var (clusters, after) = page.In(timeline.Clusters);
        return TypedResults.Json(timeline with { Clusters = clusters, After = after, Next = NextPage.Of(request, after, range) });
    }
}

using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Http;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>The savings of the policies' stops.</summary>
public sealed class SavingsFunctions(SavingsLedger ledger, TimeProvider time)
{
    /// <summary>
    /// <c>GET savings?from=&amp;to=&amp;limit=&amp;after=</c>: hours and list prices by rule, by day and for a page of clusters, with the
    /// assumptions; by default, for the UTC month so far.
    /// </summary>
    [Function("Savings")]
    public async Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "savings")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var range = RequestQuery.Range(request.Query, SavingsLedger.MonthOf(now), now, SavingsLedger.MaxDays);
        var page = ClusterPage.Of(request.Query);
        var report = await ledger.ReportAsync(range.Start, range.End, cancellationToken);
        var (clusters, after) = page.In(report.Clusters);
        return TypedResults.Json(report with { Clusters = clusters, After = after, Next = NextPage.Of(request, after, range) });
    }
}

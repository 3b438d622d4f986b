using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Http;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>What the policies' stops saved.</summary>
public sealed class SavingsFunctions(SavingsLedger ledger, TimeProvider time)
{
    /// <summary>
    /// <c>GET savings?from=&amp;to=</c>: hours and list prices by cluster, rule and day, with their assumptions; by default, for the UTC
    /// month so far.
    /// </summary>
    [Function("Savings")]
    public async Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "savings")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var range = RequestQuery.Range(request.Query, SavingsLedger.MonthOf(now), now, SavingsLedger.MaxDays);
        return TypedResults.Json(await ledger.ReportAsync(range.Start, range.End, cancellationToken));
    }
}

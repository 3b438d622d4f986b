using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Functions;

/// <summary>The windows that clusters need.</summary>
public sealed class AdviceFunctions(AdviceReader advice, TimeProvider time)
{
    private const int MaxNamed = 20;

    /// <summary>
    /// <c>GET advice?cluster=&amp;rule=&amp;from=&amp;to=&amp;share=&amp;limit=&amp;after=</c>: the windows that a cluster needs according
    /// to its history. Without a cluster: those of a page of the observed clusters, of all rules or one, and of their rules. The defaults
    /// are the last 92 days and a share of 95 % of the busy time.
    /// </summary>
    [Function("Advice")]
    public async Task<IResult> AdviseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "advice")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var (cluster, rule) = (HistoryQuery.Cluster(request.Query), HistoryQuery.Rule(request.Query));
        var range = RequestQuery.Range(request.Query, now - Duration.FromDays(HistoryReader.MaxDays), now, HistoryReader.MaxDays);
        var share = HistoryQuery.Share(request.Query);
        if (cluster is null)
            return await AdviseAllAsync(request, rule, range, share, cancellationToken);
        if (rule is not null)
            throw Problems.BadQuery("rule", "left out where `cluster` is given");
        return await advice.AdviseAsync(cluster, range.Start, range.End, share, cancellationToken) is { } its
            ? TypedResults.Json(its) : Problems.UnknownCluster(cluster);
    }

    private async Task<IResult> AdviseAllAsync(
        HttpRequest request, string? rule, Interval range, double share, CancellationToken cancellationToken)
    {
        var page = ClusterPage.Of(request.Query);
        try
        {
            var all = await advice.AdviseAllAsync(rule, range.Start, range.End, share, cancellationToken);
            var (clusters, after) = page.In(all.Clusters);
            return TypedResults.Json(all with { Clusters = clusters, After = after, Next = NextPage.Of(request, after, range) });
        }
        catch (UnknownRuleException e)
        {
            throw Problems.BadQuery("rule", e.Rules.Count == 0 ? "left out, because there are no valid policies"
                : $"the name of a rule: {TextSanitizer.Escape(CountText.Names(e.Rules, MaxNamed))}");
        }
    }
}

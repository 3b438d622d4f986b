using System.Globalization;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Functions;

/// <summary>The clusters that the policies miss.</summary>
public sealed class CoverageFunctions(RunStarter runs, CoverageReader coverage)
{
    /// <summary>
    /// <c>GET coverage?kind=&amp;days=&amp;zone=&amp;limit=&amp;after=</c>: the clusters that match no rule, nearly match one, have no
    /// owner, cannot be measured, are in error, or were always or never running in the last days, each with a recommendation. Changes
    /// nothing and starts no activity checks.
    /// </summary>
    [Function("Coverage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "coverage")] HttpRequest request,
        FunctionContext context, CancellationToken cancellationToken)
    {
        var (kinds, days) = (Kinds(request.Query), Days(request.Query));
        var (zone, ofPolicies) = RequestQuery.Zone(request.Query);
        var page = ClusterPage.Of(request.Query);
        var plan = await runs.RunAsync(new(context.InvocationId, "HTTP", RunMode.Plan) { Measure = false }, cancellationToken);
        if (plan.Outcome is not (RunOutcome.Ok or RunOutcome.Partial))
            return RunAnswer.From(plan);
        var report = await coverage.ReadAsync(plan, kinds, days, ofPolicies ? plan.Zone : zone, cancellationToken);
        var (findings, after) = page.In(report.Findings);
        return TypedResults.Json(report with { Findings = findings, After = after, Next = NextPage.Of(request, after) });
    }

    private static IReadOnlyList<CoverageKind> Kinds(IQueryCollection query)
    {
        var kinds = CoverageKinds.Parse(query["kind"], out var unknown);
        return unknown is null ? kinds
            : throw Problems.BadQuery("kind", $"one or more of {string.Join(", ", CoverageKinds.Words)}, with commas between them");
    }

    private static int Days(IQueryCollection query) => query["days"] switch
    {
        [] or [""] => CoverageReader.StandardDays,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= CoverageReader.MinDays and <= CoverageReader.MaxDays => days,
        _ => throw Problems.BadQuery("days", $"a whole number from {CoverageReader.MinDays} to {CoverageReader.MaxDays}"),
    };
}

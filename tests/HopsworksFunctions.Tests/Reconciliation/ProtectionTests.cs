using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>A cluster that loses its tags is left alone for an hour, by both the policies and people.</summary>
public sealed class ProtectionTests
{
    private static readonly Requester Ada = new("ada", "HTTP", "request-1");
    private static readonly Cluster Tagged = Bench.Dev1 with { Tags = new Dictionary<string, string> { ["env"] = "prod" } };

    private readonly Bench bench = new Bench
    {
        Policies = new(PolicyText.Valid("""
            { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
              'rules': [ { 'name': 'production', 'match': { 'tags': { 'env': 'prod' } }, 'protect': true },
                         { 'name': 'rest', 'match': {}, 'schedule': 'office' } ] }
            """), null),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task LoseTagsAsync()
    {
        await bench.Lists(Tagged).RunAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        bench.Lists(Bench.Dev1);
    }

    [Fact]
    public async Task Nobody_stops_or_holds_it_before_or_after_the_run_that_sees_it()
    {
        await LoseTagsAsync();
        foreach (var seen in (bool[])[false, true])
        {
            if (seen)
                await bench.RunAsync();
            var stopped = await bench.AskAsync("dev-1", ClusterAction.Stop, null, Ada, false, Stop);
            var request = new HoldRequest(HoldState.Down, new HoldEnd.After(Duration.FromHours(2)), null);
            var held = await bench.Holds.SetAsync("dev-1", request, Ada, false, Stop);
            Assert.Equal((OperationErrorKind.Protected, OperationErrorKind.Protected), (stopped.Error?.Kind, held.Error?.Kind));
            Assert.Equal(
                "dev-1 was not stopped: rule 'production' stopped matching Mon 20:05 (UTC). Rule 'rest' applies from Mon 21:05.",
                stopped.Error?.Message);
        }
        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task The_rule_and_the_time_are_named_and_after_an_hour_the_next_rule_applies()
    {
        await LoseTagsAsync();
        var begins = await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromHours(1));
        var applies = await bench.AnswersStop("dev-1").RunAsync();

        Assert.Equal(
            "dev-1 no longer matches rule 'production', which protected it. The app acts on it by rule 'rest' from Mon 21:05 (UTC). "
                + "If this is a mistake, restore its tags or name before then.",
            Assert.Single(begins.Notices).Message);
        Assert.Equal(Reason.ProtectionEnds, begins.Clusters[0].Decision.Reason);
        Assert.Equal(ClusterAction.Stop, applies.Clusters[0].Decision.Action);
        Assert.True(Assert.Single(applies.Notices).Over);
    }
}

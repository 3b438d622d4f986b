using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.ManualOperations;

public sealed class ManualLeadTests
{
    [Fact]
    public async Task A_start_by_hand_does_not_fix_the_lead_of_the_next_window_without_the_rules_other_starts()
    {
        var stop = TestContext.Current.CancellationToken;
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid("""
                { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
                  'rules': [ { 'name': 'dev', 'match': {}, 'schedule': 'office', 'startAhead': 'auto' } ] }
                """), null),
        }.Lists(Bench.Stopped("dev-1"));
        bench.Hopsworks.Setup(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        var ofLastWindow = new StartLead(Bench.Evening - Duration.FromDays(3), Duration.FromMinutes(12));
        await bench.Store.SaveAsync(
            new ClusterRecord
            {
                ClusterId = "dev-1", Name = "dev-1", Power = PowerState.Down, Handled = Bench.Evening, Lead = ofLastWindow,
                Fingerprint = bench.Policies.Policies!.Rules[0].Fingerprint, Starts = [Duration.FromMinutes(12)],
            }, stop);

        Assert.True((await bench.AskAsync("dev-1", ClusterAction.Start, null, new("anna", "HTTP", "1"), false, stop)).Succeeded);

        Assert.Equal(ofLastWindow, bench.Store.Records["dev-1"].Lead);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.RunAsync();
        Assert.Equal(
            new StartLead(Bench.Evening - Duration.FromHours(1), Duration.FromMinutes(12)), bench.Store.Records["dev-1"].Lead);
    }
}

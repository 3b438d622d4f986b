using CsCheck;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Tests.Policies;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>The start and stop times foreseen for a week match what a week of runs does.</summary>
public sealed class PlanTests
{
    private static readonly Duration Week = Duration.FromDays(7);
    private static readonly string[] Days = ["daily", "mon-fri", "sat,sun", "tue-thu", "fri-mon", "1st mon", "last fri", "day 1-15"];
    private static readonly string[] Zones = ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
        "Pacific/Auckland", "UTC"];

    private static readonly Gen<(string Zone, string[] Up, int Start)> Weeks = Gen.Select(
        Gen.Int[0, Zones.Length - 1].Select(i => Zones[i]),
        Gen.Select(Gen.Int[0, Days.Length - 1].Select(i => Days[i]), Gen.Int[0, 23], Gen.Int[1, 22], (days, from, hours) =>
            $"{days} {from:00}:00-{(from + hours) % 24:00}:30").Array[1, 3],
        // Includes the days before each clock change of 2026 in these zones, and the time in between.
        Gen.Int[0, 360]);

    [Fact]
    public async Task A_week_of_runs_does_what_the_boundaries_of_that_week_foresee()
    {
        var checkedWeeks = 0;
        await Weeks.SampleAsync(
            async week =>
            {
                var policies = PolicyText.Valid($$"""
                    { 'timeZone': '{{week.Zone}}', 'schedules': { 's': { 'up': [{{string.Join(',', week.Up.Select(w => $"'{w}'"))}}] } },
                      'rules': [ { 'name': 'all', 'match': {}, 'schedule': 's', 'minUptime': '0m', 'minDowntime': '0m' } ] }
                    """);
                var schedule = policies.Schedules["s"];
                var start = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromDays(week.Start);
                if (schedule.IsUp(start))
                    return;
                var foreseen = schedule.After(start).TakeWhile(b => b.At <= start + Week)
                    .Select(b => $"{InstantPattern.General.Format(b.At)} c {(b.Up ? "start" : "stop")} accepted");
                var cluster = new EmulatedCluster
                {
                    Id = "c", Name = "c", State = ClusterStates.Stopped, CreatedOn = (start - Week * 10)
                    .ToDateTimeOffset()
                };

                var lines = await Lines.OfAsync(
                    new(policies, start, start + Week, Duration.FromMinutes(5), Duration.Zero, Duration.Zero, [cluster], []));

                Assert.Equal(foreseen, lines.All.Where(line => !line.Contains(" notice ", StringComparison.Ordinal)));
                Interlocked.Increment(ref checkedWeeks);
            },
            iter: 150,
            threads: 1);
        Assert.True(checkedWeeks > 30);
    }
}

using System.Globalization;
using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed class ClusterReportJsonTests
{
    private static readonly ClusterRecord Seen = new()
    {
        ClusterId = "dev-1", Name = "dev-1", Power = PowerState.Up,
        PowerSince = Bench.Evening
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<ClusterReportJson> ShowAsync(Bench bench) =>
        Assert.Single(RunReportJson.From(await bench.RunAsync(new("r", "test", RunMode.Plan))).Clusters);

    private static Bench With(Cluster cluster, string members = "", ClusterRecord? record = null)
    {
        var policies = $$"""{ 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } }, 'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office' {{members}} } ] }""";
        var bench = new Bench { Policies = new(PolicyText.Valid(policies), null) }.Lists(cluster);
        if (record is not null)
            bench.Store.SaveAsync(record with { Fingerprint = bench.Policies.Policies!.Rules[0].Fingerprint }, Stop);
        return bench;
    }

    [Fact]
    public async Task A_schedule_whose_windows_are_all_past_is_no_rule_that_never_stops()
    {
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid(
            "{ 'schedules': { 'old': { 'up': ['2024-01-01 09:00-10:00'] } }, 'rules': [ { 'name': 'dev', 'match': {}, "
            + "'schedule': 'old' } ] }"), null)
        };
        var shown = await ShowAsync(bench.Lists(Bench.Dev1));
        Assert.Equal((Reason.NoWindowEnd, "Running: schedule 'old' has had no window in 400 days, so no stop time applies"),
            (shown.Reason, shown.Message));
    }

    [Fact]
    public async Task Says_which_members_of_a_union_are_up()
    {
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid("""
                { 'timeZone': 'Europe/Stockholm', 'rules': [ { 'name': 'dev', 'match': {}, 'schedule': 'follow' } ],
                  'schedules': { 'follow': { 'union': ['late', 'early', 'pune'] }, 'late': { 'up': ['daily 12:00-23:30'] },
                    'early': { 'up': ['daily 01:00-06:00'] }, 'pune': { 'timeZone': 'Asia/Kolkata', 'up': ['daily 20:00-03:00'] } } }
                """), null)
        };

        Assert.Equal(
            "Running: inside schedule 'follow' since Mon 12:00 (Europe/Stockholm), with late until Mon 23:30 and pune until Mon 23:30. "
                + "Next stop Mon 23:30",
            (await ShowAsync(bench.Lists(Bench.Dev1))).Message);
    }

    [Theory]
    [InlineData(", 'enforce': true", true)]
    [InlineData("", false)]
    public async Task Tells_whether_what_people_do_is_undone(string members, bool enforced) =>
        Assert.Equal(enforced, (await ShowAsync(With(Bench.Dev1, members))).Enforced);

    [Fact]
    public async Task Shows_what_is_remembered_of_a_cluster()
    {
        WorkerGroup two = new("Standard_D8_v3", 512, 2);
        var bench = With(Bench.Dev1 with { Workers = [two with { Count = 1 }] }, record: Seen with
        {
            StartedByHand = true,
            ManualHoldFrom = Bench.Evening,
            Workers = [two],
            Warning = new(Bench.Evening, Bench.Evening + Duration.FromHours(1)),
            Quiet = new(Bench.Evening, Bench.Evening, 3),
            Unmeasured = new(2, "no answer"),
            Pending = new(ClusterAction.AddWorkers, Reason.RestoreWorkers, "dev", Bench.Evening, CallAnswer.Accepted, "r1"),
        });
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        var shown = await ShowAsync(bench);

        var evening = Bench.Evening.ToDateTimeOffset();
        Assert.Equal(
            ("office", evening, true, 1, 1), (shown.Schedule, shown.PowerSince, shown.StartedByHand, shown.Workers, shown.WorkersOwed));
        Assert.Equal(new WarningJson(evening, evening.AddHours(1)), shown.Warning);
        Assert.Equal((new IdleJson(evening, 3), new Unmeasured(2, "no answer")), (shown.Idle, shown.Unmeasured));
        Assert.Equal(new PendingJson(ClusterAction.AddWorkers, evening, CallAnswer.Accepted), shown.Pending);
        Assert.Equal(("hold",
            "Waiting: worker nodes requested Mon 20:00 (UTC) are being added"), (string.Join(' ', shown.Can), shown.Cannot));
    }

    [Theory]
    [InlineData("running", "", "stop hold", null)]
    [InlineData("stopped", "", "start hold", null)]
    [InlineData("running", ", 'protect': true", "", "Protected: rule 'dev'")]
    [InlineData("stopped", ", 'manage': false", "", "Not managed: rule 'dev' has \"manage\": false")]
    [InlineData("backup", "", "hold", "Waiting: a backup is in progress")]
    [InlineData("stopping", "", "hold", "Waiting: the cluster is stopping")]
    public async Task Says_what_people_may_ask_for_and_why_not_more(string state, string members, string can, string? cannot)
    {
        var shown = await ShowAsync(With(state switch
        {
            "stopped" => Bench.Stopped("dev-1"),
            "stopping" => Bench.Stopping("dev-1"),
            "backup" => Bench.Dev1 with { BackupPipelineInProgress = true },
            _ => Bench.Dev1,
        }, members));

        Assert.Equal((can, cannot), (string.Join(' ', shown.Can), shown.Cannot));
        Assert.Equal(members.Contains("protect", StringComparison.Ordinal), shown.Protected);
    }

    [Fact]
    public async Task Shows_a_hold_while_it_lasts()
    {
        var bench = With(Bench.Dev1);
        await bench.Store.SaveAsync(
            new Hold("dev-1", HoldState.Up, Bench.Evening, Bench.Evening + Duration.FromHours(1), "anna", null), Stop);

        var during = await ShowAsync(bench);
        bench.Time.Advance(TimeSpan.FromHours(1));
        var after = await ShowAsync(bench);

        var evening = Bench.Evening.ToDateTimeOffset();
        Assert.Equal(new HoldJson(HoldState.Up, evening, evening.AddHours(1), "anna", null), during.Hold);
        Assert.Equal(("hold release", "On hold: kept running until Mon 21:00 (UTC)"), (string.Join(' ', during.Can), during.Cannot));
        Assert.Equal((null, "stop hold", null), (after.Hold, string.Join(' ', after.Can), after.Cannot));
    }

    [Fact]
    public async Task Shows_the_incidents_that_are_open()
    {
        var bench = With(Bench.Dev1);
        await bench.Store.OpenAsync(
            new Incident(EventKind.NotFollowed, "dev-1", Bench.Evening, "dev-1 was told to stop but is running"), Stop);

        var report = RunReportJson.From(await bench.RunAsync(new("r", "test", RunMode.Plan)));

        Assert.Equal(
            new IncidentJson(EventKind.NotFollowed, "dev-1", Bench.Evening.ToDateTimeOffset(), "dev-1 was told to stop but is running"),
            Assert.Single(report.Incidents));
    }

    [Theory]
    [InlineData(null, "Stopped: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00")]
    [InlineData("UTC", "Stopped: outside schedule 'office' since Mon 19:00. Next start Tue 07:00")]
    [InlineData("Asia/Kolkata", "Stopped: outside schedule 'office' since Tue 00:30. Next start Tue 12:30")]
    public async Task Writes_its_sentences_in_the_readers_zone_which_they_know(string? zone, string message)
    {
        var report = await With(Bench.Stopped("dev-1")).RunAsync(new("r", "test", RunMode.Plan));

        var shown = RunReportJson.From(report, zone is null ? null : DateTimeZoneProviders.Tzdb[zone]);

        Assert.Equal((message, "UTC", "dev"), (Assert.Single(shown.Clusters).Message, shown.TimeZone, Assert.Single(shown.Rules)));
    }

    [Theory]
    [InlineData("", "2026-06-02T07:00Z up, 2026-06-02T19:00Z down")]
    [InlineData(", 'stop': false", "2026-06-02T07:00Z up, none")]
    [InlineData(", 'start': false", "none, none")]
    public async Task Foresees_two_steps_of_a_schedule(string members, string steps)
    {
        var shown = await ShowAsync(With(Bench.Stopped("dev-1"), members));

        Assert.Equal(steps, $"{Step(shown.Next)}, {Step(shown.Then)}");

        static string Step(NextJson? step) => step is null ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{step.At:yyyy-MM-dd'T'HH:mm}Z {(step.To == PowerState.Up ? "up" : "down")}");
    }

    [Theory]
    [InlineData("Owner", "anna", "team", "risk", "anna")]
    [InlineData("owner", " ", "Team", "risk", "risk")]
    [InlineData("env", "dev", "region", "eu", null)]
    public async Task Says_whose_a_cluster_is_by_its_tags(string first, string value, string second, string other, string? owner) =>
        Assert.Equal(owner, (await ShowAsync(With(
            Bench.Dev1 with { Tags = new Dictionary<string, string> { [first] = value, [second] = other } }))).Owner);
}

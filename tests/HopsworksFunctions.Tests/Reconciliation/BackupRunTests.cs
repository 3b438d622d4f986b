using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>Runs over a cluster that is backed up before its stop. The stop was due at 19:00, and it is 20:00.</summary>
public sealed class BackupRunTests
{
    private const string Named = "hopsworks-functions-20260601T1955Z-0a1b2c3d";
    private const string Older = "hopsworks-functions-20260529T1900Z-0a1b2c3d";

    private static readonly Cluster Busy = Bench.Dev1 with { BackupPipelineInProgress = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Bench Prepared(BackupRecord? backup = null, params string[] made)
    {
        var bench = new Bench
        {
            Policies = new(PolicyText.Valid("""
                { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
                  'rules': [ { 'name': 'dev', 'match': { }, 'schedule': 'office', 'backup': { 'before': 'stop', 'keep': 1 } } ] }
                """), null),
        };
        var record = new ClusterRecord
        {
            ClusterId = "dev-1", Name = "dev-1", FirstSeen = Bench.Evening - Duration.FromDays(9), Power = PowerState.Up,
            PowerSince = Bench.Evening - Duration.FromHours(13), Backup = backup, Backups = made.Length == 0 ? null : made,
        };
        bench.Store.SaveAsync(record, Token).GetAwaiter().GetResult();
        return bench.Lists(Bench.Dev1).AnswersStop("dev-1");
    }

    private static BackupRecord Sent(BackupStep step, string? id) =>
        new(Bench.Evening - Duration.FromHours(1), Named, Bench.Evening - Duration.FromMinutes(5), step) { Id = id, RunId = "dead" };

    private static Backup Listed(string id, string name, BackupState state = BackupState.Succeeded, string cluster = "dev-1") =>
        new(id, name, cluster, state, "", null);

    private static void ListsBackups(Bench bench, params Backup[] backups) =>
        bench.Hopsworks.Setup(h => h.ListBackupsAsync("dev-1", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Backup>>(backups, null));

    /// <summary>Returns the names under which the app requests backups.</summary>
    private static List<string> Creates(Bench bench, params ApiResult<string>[] answers)
    {
        var names = new List<string>();
        bench.Hopsworks.Setup(h => h.CreateBackupAsync("dev-1", It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string _, string name, CancellationToken _) => names.Add(name)).ReturnsAsync(() => answers[names.Count - 1]);
        return names;
    }

    private static BackupRecord? RecordOf(Bench bench) => bench.Store.Records["dev-1"].Backup;

    private static void NeverStops(Bench bench) =>
        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);

    [Fact]
    public async Task The_stop_follows_the_backup_and_no_run_asks_more_than_it_must()
    {
        var bench = Prepared();
        var names = Creates(bench, "b1");

        var first = await bench.RunAsync(new("r1", "test"));
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        var second = await bench.Lists(Busy).RunAsync(new("r2", "test"));
        NeverStops(bench);
        bench.Hopsworks.Verify(h => h.ListBackupsAsync(It.IsAny<string?>(), It.IsAny<CancellationToken>()), Times.Never);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        ListsBackups(bench, Listed("b1", names[0]), Listed("b2", "nightly"));
        await bench.Lists(Bench.Dev1).RunAsync(new("r3", "test"));

        Assert.Equal(
            (Reason.BackupBeforeStop, Reason.BackingUp), (first.Clusters[0].Decision.Reason, second.Clusters[0].Decision.Reason));
        bench.StopsOnce("dev-1");
        Assert.Equal((BackupStep.Made, "b1"), (RecordOf(bench)!.Step, RecordOf(bench)!.Id));
        Assert.Equal(["b1"], bench.Store.Records["dev-1"].Backups!);
        Assert.Equal(
            [
                (AuditKind.Backup, AuditStep.Intent), (AuditKind.Backup, AuditStep.Accepted), (AuditKind.BackupEnded, null),
                (AuditKind.Stop, AuditStep.Intent), (AuditKind.Stop, AuditStep.Accepted),
            ],
            (await bench.AuditedAsync()).Select(entry => (entry.Kind, entry.Step)));
    }

    [Fact]
    public async Task Nobody_stops_a_cluster_whose_backup_was_just_requested_and_does_not_show_yet()
    {
        var bench = Prepared();
        Creates(bench, "b1");
        await bench.RunAsync(new("r1", "test"));
        ListsBackups(bench);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.Store.SaveAsync(
            new Hold("dev-1", HoldState.Down, Bench.Evening, Bench.Evening + Duration.FromHours(9), "anna", null), Token);

        var run = await bench.Lists(Bench.Dev1).RunAsync(new("r2", "test"));

        Assert.Equal(Reason.BackupInProgress, run.Clusters[0].Decision.Reason);
        NeverStops(bench);
    }

    [Fact]
    public async Task Only_what_it_made_itself_is_deleted_and_only_after_a_newer_success()
    {
        var bench = Prepared(Sent(BackupStep.Accepted, "b1"), "b0");
        bench.Hopsworks.Setup(h => h.DeleteBackupAsync("b0", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        // The others are of another app, of a person and of another cluster.
        ListsBackups(
            bench, Listed("b0", Older, cluster: "x"), Listed("b0", Older), Listed("b1", Named), Listed("b7", Older),
            Listed("b8", "nightly"));

        await bench.RunAsync();

        bench.Hopsworks.Verify(h => h.DeleteBackupAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Once);
        Assert.Equal(["b1"], bench.Store.Records["dev-1"].Backups!);
        bench.StopsOnce("dev-1");
        var deleted = (await bench.AuditedAsync()).Where(entry => entry.Kind == AuditKind.DeleteBackup).ToList();
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted], deleted.Select(entry => entry.Step!.Value));
        Assert.Equal($"deleting backup {Older} of dev-1, because rule 'dev' keeps 1", deleted[0].Message);
    }

    [Fact]
    public async Task One_that_cannot_be_deleted_keeps_no_stop_and_stays_known()
    {
        var bench = Prepared(Sent(BackupStep.Accepted, "b1"), "b0");
        bench.Hopsworks.Setup(h => h.DeleteBackupAsync("b0", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiFailure(FailureKind.Rejected, "not now", 400, 400));
        ListsBackups(bench, Listed("b0", Older), Listed("b1", Named));

        await bench.RunAsync();

        bench.StopsOnce("dev-1");
        Assert.Equal(["b0", "b1"], bench.Store.Records["dev-1"].Backups!);
    }

    [Fact]
    public async Task A_failure_deletes_nothing_and_is_an_incident_and_the_stop_is_made()
    {
        var bench = Prepared(Sent(BackupStep.Accepted, "b1"), "b0", "b00");
        ListsBackups(
            bench, Listed("b0", Older), Listed("b00", Older), Listed("b1", Named, BackupState.Failed) with { Message = "no space" });

        var run = await bench.RunAsync();

        bench.StopsOnce("dev-1");
        Assert.Equal(
            "dev-1: the backup requested Mon 19:55 (UTC) was not made. The stop is made without it. No space.",
            Assert.Single(run.Notices, notice => notice.Kind == EventKind.BackupFailed).Message);
    }

    /// <summary>After a process died or an answer was lost, the list of backups decides how the audit log ends the intent.</summary>
    [Theory]
    [InlineData(true, 5, BackupStep.Made, AuditStep.Accepted)]
    [InlineData(false, 5, BackupStep.Sent, null)]
    [InlineData(false, 11, BackupStep.Sent, AuditStep.Failed)]
    public async Task An_intent_without_an_answer_is_looked_for_by_its_name(bool isListed, int minutes, BackupStep step, AuditStep? result)
    {
        var sent = Sent(BackupStep.Sent, null);
        var at = Bench.Evening - Duration.FromMinutes(minutes);
        var bench = Prepared(sent with { SentAt = at, LastSent = at });
        await bench.Audit.AppendAsync(
            new(at, "dead", "timer", AuditKind.Backup, "backing up") { ClusterId = "dev-1", Step = AuditStep.Intent }, Token);
        ListsBackups(bench, isListed ? [Listed("b1", Named)] : [Listed("b1", Older)]);
        var names = Creates(bench, "b1");

        await bench.RunAsync();

        var audited = await bench.AuditedAsync();
        Assert.Equal(result, audited.Find(entry => entry.Kind == AuditKind.Backup && entry.Step != AuditStep.Intent)?.Step);
        if (result == AuditStep.Failed)
            // The backup is requested again under the same name.
            Assert.Equal((Named, BackupStep.Accepted), (Assert.Single(names), RecordOf(bench)!.Step));
        else
            Assert.Equal((0, step), (names.Count, RecordOf(bench)!.Step));
    }

    [Fact]
    public async Task A_lost_answer_is_looked_for_at_once_and_again_before_the_request_is_repeated()
    {
        var bench = Prepared();
        var names = Creates(bench, new ApiFailure(FailureKind.NoAnswer, "timed out"));
        ListsBackups(bench);

        var run = await bench.RunAsync(new("r1", "test"));
        Assert.Equal((ActionOutcome.Uncertain, BackupStep.Sent), (run.Clusters[0].Done, RecordOf(bench)!.Step));
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        // The backup appears between the run's listing and the request.
        bench.Hopsworks.SetupSequence(h => h.ListBackupsAsync("dev-1", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Backup>>([], null))
            .ReturnsAsync(new ApiResult<IReadOnlyList<Backup>>([Listed("b1", names[0], BackupState.InProgress)], null));
        await bench.Lists(Bench.Dev1).RunAsync(new("r2", "test"));

        Assert.Single(names);
        Assert.Equal((BackupStep.Accepted, "b1"), (RecordOf(bench)!.Step, RecordOf(bench)!.Id));
        NeverStops(bench);
    }

    [Fact]
    public async Task A_rejected_key_says_nothing_of_the_backup_which_the_next_run_requests()
    {
        var bench = Prepared();
        var names = Creates(bench, new ApiFailure(FailureKind.KeyRefused, "rejected"), "b1");

        var run = await bench.RunAsync(new("r1", "test"));
        Assert.Equal((RunOutcome.Failed, null), (run.Outcome, RecordOf(bench)));
        await bench.Lists(Bench.Dev1).RunAsync(new("r2", "test"));

        Assert.Equal((2, BackupStep.Accepted), (names.Count, RecordOf(bench)!.Step));
    }

    [Fact]
    public async Task A_plan_says_what_it_would_do_and_sends_nothing()
    {
        var bench = Prepared();

        var run = await bench.RunAsync(new("plan", "test", RunMode.Plan));
        var without = await bench.Lists(Bench.Dev1 with { BackupRetention = 0 }).RunAsync(new("plan", "test", RunMode.Plan));

        Assert.Equal(ClusterAction.Backup, run.Clusters[0].Decision.Action);
        Assert.EndsWith(
            "No backup first, because the cluster keeps backups for 0 days",
            without.Clusters[0].Decision.Explain(Bench.Dev1 with { BackupRetention = 0 }, Bench.Evening), StringComparison.Ordinal);
    }
}

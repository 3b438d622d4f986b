using CsCheck;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>When a backup is due, and which of the app's own are pruned. The office closed at 19:00, and it is 20:00.</summary>
public sealed class DueBackupTests
{
    private static readonly Instant Now = Bench.Evening;
    private static readonly Instant Closed = Now - Duration.FromHours(1);
    private static readonly BackupRecord Sent = new(Closed, "b", Now - Duration.FromMinutes(10), BackupStep.Accepted) { Id = "1" };

    private static readonly Rule Dev = PolicyText.Valid("""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'dev', 'match': { }, 'schedule': 'office', 'backup': { 'before': 'stop', 'atMost': '2h' } } ] }
        """).Rules[0];

    /// <summary>What differs from a stop that is due now, and the resulting decision.</summary>
    public static TheoryData<string, Func<Decision, Decision>, Func<Cluster, Cluster>, ClusterAction, Reason> Stops => new()
    {
        { "nothing", d => d, c => c, ClusterAction.Backup, Reason.BackupBeforeStop },
        { "no backups", d => d, c => c with { BackupRetention = 0 }, ClusterAction.Stop, Reason.WindowEnd },
        { "retention known", d => d, c => c with { BackupRetention = 7 }, ClusterAction.Backup, Reason.BackupBeforeStop },
        { "a person's stop", d => d with { Due = d.Due! with { Kind = StopKind.Uncounted } }, c => c, ClusterAction.Stop,
            Reason.WindowEnd },
        { "not yet", d => d with { Action = ClusterAction.None, Reason = Reason.Warned }, c => c, ClusterAction.None, Reason.Warned },
        { "no rule for it", d => d with { Rule = Dev with { Backup = null } }, c => c, ClusterAction.Stop, Reason.WindowEnd },
        { "protected", d => d with { Rule = Dev with { Protect = true } }, c => c, ClusterAction.Stop, Reason.WindowEnd },
        { "made before", d => With(d, Ended(BackupStep.Made, Closed - Duration.Epsilon)), c => c, ClusterAction.Backup,
            Reason.BackupBeforeStop },
        { "made since", d => With(d, Ended(BackupStep.Made, Closed)), c => c, ClusterAction.Stop, Reason.WindowEnd },
        { "failed before", d => With(d, Ended(BackupStep.Failed, Closed - Duration.Epsilon)), c => c, ClusterAction.Backup,
            Reason.BackupBeforeStop },
        { "failed since", d => With(d, Ended(BackupStep.Failed, Now)), c => c, ClusterAction.Stop, Reason.WindowEnd },
        { "in flight", d => With(d, Sent), c => c, ClusterAction.None, Reason.BackingUp },
        { "in flight, blocked", d => With(d, Sent) with { Action = ClusterAction.None, Reason = Reason.BackupInProgress }, c => c,
            ClusterAction.None, Reason.BackingUp },
        { "in flight for long", d => With(d, Sent with { SentAt = Now - Duration.FromHours(2) }), c => c, ClusterAction.Stop,
            Reason.WindowEnd },
        { "blocked by another's", d => d with { Action = ClusterAction.None, Reason = Reason.BackupInProgress }, c => c,
            ClusterAction.None, Reason.BackupInProgress },
        { "answer lost", d => With(d, Sent with { Step = BackupStep.Lost }), c => c, ClusterAction.Backup, Reason.BackupBeforeStop },
        { "answer lost long ago", d => With(d, Sent with { Step = BackupStep.Lost, SentAt = Now - Duration.FromHours(2) }), c => c,
            ClusterAction.Stop, Reason.WindowEnd },
    };

    [Theory, MemberData(nameof(Stops), DisableDiscoveryEnumeration = true)]
    public void A_stop_is_made_after_one_backup(
        string what, Func<Decision, Decision> with, Func<Cluster, Cluster> cluster, ClusterAction action, Reason reason)
    {
        var stop = new Decision(ClusterAction.Stop, Reason.WindowEnd, Dev, Up(), Closed)
        {
            Due = new(ClusterAction.Stop, Closed, StopKind.Foreseen),
        };

        var made = DueBackup.Apply(with(stop), cluster(Bench.Dev1), Now);

        Assert.True((action, reason) == (made.Action, made.Reason), $"{what}: {made.Action}, {made.Reason}");
        Assert.False(made.IsDeferred);
        Assert.Equal(ClusterAction.Stop, made.Due!.Action);
    }

    /// <summary>In Stockholm, the clocks went forward on 29 March and back on 25 October 2026.</summary>
    [Theory]
    [InlineData("2026-06-02T00:00:00Z", "02:00", "2026-06-02T00:00:00Z")]
    [InlineData("2026-06-01T23:59:59Z", "02:00", "2026-06-01T00:00:00Z")]
    [InlineData("2026-03-29T00:59:59Z", "02:30", "2026-03-28T01:30:00Z")]
    [InlineData("2026-03-29T01:00:00Z", "02:30", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T00:29:59Z", "02:30", "2026-10-24T00:30:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z", "02:30", "2026-10-25T00:30:00Z")]
    public void A_time_of_day_comes_once_a_day(string now, string time, string last)
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
        var at = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value;

        Assert.Equal(At(last), DueBackup.LastAt(at, zone, At(now)));
    }

    public static TheoryData<string, string, Func<Decision, Decision>, Func<Cluster, Cluster>, bool> Days => new()
    {
        { "due", "02:00", d => d, c => c, true },
        { "caught up", "07:59", d => d, c => c, true },
        { "too late", "08:00", d => d, c => c, false },
        { "done", "02:05", d => With(d, Ended(BackupStep.Made, At("2026-06-02T02:01:00Z"))), c => c, false },
        { "done yesterday", "02:05", d => With(d, Ended(BackupStep.Made, Now) with { For = At("2026-06-01T02:00:00Z") }), c => c, true },
        { "failed", "02:05", d => With(d, Ended(BackupStep.Failed, At("2026-06-02T02:01:00Z"))), c => c, false },
        { "answer lost", "02:15", d => With(d, Daily with { Step = BackupStep.Lost }), c => c, true },
        { "in flight", "02:05", d => With(d, Daily), c => c, false },
        { "a backup is in progress", "02:05", d => d, c => c with { BackupPipelineInProgress = true }, false },
        { "an upgrade is in progress", "02:05", d => d, c => c with { UpgradeInProgress = true }, false },
        { "in transition", "02:05", d => d, c => c with { State = ClusterState.Updating }, false },
        { "stopped", "02:05", d => d with { Record = d.Record with { Power = PowerState.Down } },
            c => Bench.Stopped("dev-1"), false },
        { "an action of the app is in flight", "02:05", d => d with { Record = d.Record with
            { Pending = new(ClusterAction.AddWorkers, Reason.RestoreWorkers, "dev", Now, CallAnswer.Accepted, "r") } }, c => c, false },
        { "something else is due", "02:05", d => d with { Due = new(ClusterAction.Stop, Now, StopKind.Foreseen) }, c => c, false },
        { "cannot be backed up", "02:05", d => d, c => c with { BackupRetention = 0 }, false },
        { "not managed", "02:05", d => d with { Rule = Nightly with { Manage = false } }, c => c, false },
    };

    private static readonly BackupRecord Daily = new(
        At("2026-06-02T02:00:00Z"), "b", At("2026-06-02T02:00:00Z"), BackupStep.Accepted);

    private static readonly Rule Nightly = Dev with { Backup = new(new(2, 0), 7, Duration.FromHours(3)) };

    [Theory, MemberData(nameof(Days), DisableDiscoveryEnumeration = true)]
    public void A_daily_backup_is_made_of_a_settled_running_cluster(
        string what, string time, Func<Decision, Decision> with, Func<Cluster, Cluster> cluster, bool isDue)
    {
        var stay = new Decision(ClusterAction.None, Reason.InWindow, Nightly, Up());

        var made = DueBackup.Apply(with(stay), cluster(Bench.Dev1), At($"2026-06-02T{time}:00Z"));

        Assert.True(isDue == (made.Action == ClusterAction.Backup), what);
        Assert.Equal(isDue ? At("2026-06-02T02:00:00Z") : null, made.Since);
    }

    /// <summary>Whatever is listed, and whatever the record says.</summary>
    [Fact]
    public void Only_the_oldest_of_its_own_are_pruned_and_the_newest_never()
    {
        var names = Gen.OneOf(
            Gen.Int[0, 99].Select(i => $"hopsworks-functions-20260601T19{i:00}Z-0a1b2c3d"),
            Gen.OneOf("nightly", "hopsworks-functions-", "hopsworks-functions-20260601T1900Z-0a1b2c3d-mine", ""));
        var backups = Gen.Select(
            Gen.Int[0, 12], names, Gen.OneOf("dev-1", "dev-2", ""), Gen.Enum<BackupState>(),
            (id, name, cluster, state) => new Backup($"b{id}", name, cluster, state, "", null)).List[0, 15];
        Gen.Select(backups, Gen.Int[0, 12].Array[0, 8], Gen.Int[1, 4]).Sample((listed, known, keep) =>
        {
            listed = [.. listed.DistinctBy(backup => backup.Id)];
            var ids = known.Distinct().Select(id => $"b{id}").ToList();
            var record = Up() with { Backups = ids };

            var excess = Backups.Excess(record, new(null, keep, Duration.FromHours(3)), listed);

            var own = listed.Where(b => ids.Contains(b.Id) && b is { ClusterId: "dev-1", State: BackupState.Succeeded }
                && Backups.IsNamedByApp(b.Name)).OrderBy(b => ids.IndexOf(b.Id)).ToList();
            Assert.Equal(own.SkipLast(keep), excess);
        });
    }

    [Fact]
    public void Names_are_the_apps_own_and_differ_between_apps_and_clusters()
    {
        var decision = new Decision(ClusterAction.Backup, Reason.BackupBeforeStop, Dev, Up(), Closed);
        string[] names =
        [
            .. from run in new[] { "r1", "r2" }
               from id in new[] { "dev-1", "dev-2" }
               select Backups.Intent(decision with { Record = Up() with { ClusterId = id } }, run, Now).Backup!.Name,
        ];

        Assert.Equal(4, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("hopsworks-functions-20260601T2000Z-", name, StringComparison.Ordinal));
        Assert.All(names, name => Assert.True(Backups.IsNamedByApp(name), name));
        Assert.False(Backups.IsNamedByApp($"{names[0]}\n"));
    }

    private static ClusterRecord Up() => new() { ClusterId = "dev-1", Name = "dev-1", Power = PowerState.Up, PowerSince = Closed };

    private static Decision With(Decision decision, BackupRecord backup) =>
        decision with { Record = decision.Record with { Backup = backup } };

    private static BackupRecord Ended(BackupStep step, Instant at) => Daily with { Step = step, EndedAt = at };

    private static Instant At(string text) => InstantPattern.General.Parse(text).Value;
}

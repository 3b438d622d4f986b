using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Schedules;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>Every reason in words, at 20:00 on Monday 1 June 2026. The office closed at 19:00 and opens on Tuesday at 07:00.</summary>
public sealed class DecisionSentenceTests
{
    private static readonly Instant Now = Bench.Evening;
    private static readonly Instant Closed = Now - Duration.FromHours(1);
    private static readonly Instant Opens = Now + Duration.FromHours(11);

    private static readonly Rule Dev = PolicyText.Valid("""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } }, 'rules': [ { 'name': 'dev', 'match': { }, 'schedule': 'office',
          'maxUptime': '14h', 'drain': { 'idle': '20m', 'atMost': '4h' }, 'warn': '15m' } ] }
        """).Rules[0];

    private static readonly Rule BackedUp = Dev with { Backup = new(null, 7, Duration.FromHours(3)) };

    private static readonly ClusterRecord Record = new() { ClusterId = "dev-1", Name = "dev-1", PowerSince = Closed };

    private static ClusterRecord Failed(int count, ClusterAction action) =>
        Record with { Failures = new(Closed, count, Opens) { Action = action } };

    /// <summary>
    /// Each reason with its sentence, and what differs from the decision for a running cluster with a since, an until and no next.
    /// </summary>
    private static readonly (Reason Reason, string Sentence, Func<Decision, Decision>? With)[] Rows =
    [
        (Reason.NoRule, "Not managed: no rule matches", d => d with { Rule = null }),
        (Reason.NotManaged, "Not managed: rule 'dev' has \"manage\": false", null),
        (Reason.Protected, "Protected: rule 'dev'", null),
        (Reason.ProtectionEnds, "Protected: rule 'production' stopped matching Mon 19:00 (UTC). Rule 'dev' applies from Tue 07:00",
            d => d with { Record = Record with { Protection = new("production", Opens) } }),
        (Reason.UnknownState, "Not managed: unknown cluster state 'running'", null),
        (Reason.Broken,
            "Needs attention: the cluster is in state running. The app does not act on it until it leaves this state", null),
        (Reason.InTransition, "Waiting: the cluster is running", null),
        (Reason.InTransition, "Delayed: the cluster is running", d => d with { IsDeferred = true }),
        (Reason.BackupInProgress, "Waiting: a backup is in progress", null),
        (Reason.UpgradeInProgress, "Delayed: an upgrade is in progress", d => d with { IsDeferred = true }),
        (Reason.NotActionable, "Waiting: Hopsworks.ai does not report the cluster as stoppable", null),
        (Reason.InFlight, "Waiting: the stop sent Mon 19:00 (UTC) is in progress", d => d with { Record = Sent(ClusterAction.Stop) }),
        (Reason.InFlight, "Waiting: worker nodes requested Mon 19:00 (UTC) are being added",
            d => d with { Record = Sent(ClusterAction.AddWorkers) }),
        (Reason.Frozen, "Frozen: anna froze this account until Tue 07:00 (UTC). Nothing is started or stopped",
            d => d with { Frozen = new(null, Closed, Opens, "anna", "month-end") }),
        (Reason.Frozen, "Frozen: anna froze rule 'dev' until someone unfreezes it. Nothing is started or stopped",
            d => d with { Frozen = new("dev", Closed, Hold.Never, "anna", null) }),
        (Reason.Held, "On hold: kept as is until Tue 07:00 (UTC). Next stop Tue 19:00",
            d => d with { Held = HoldState.AsIs, Next = new(Opens + Duration.FromHours(12), false) }),
        (Reason.Held, "On hold: kept stopped until released", d => d with { Held = HoldState.Down, Until = Hold.Never }),
        (Reason.HoldDamaged, "On hold: kept as is, because the stored hold cannot be read. Set a new hold or release this one", null),
        (Reason.NewClusterGrace, "Waiting: new cluster, in its grace period until Tue 07:00 (UTC)", null),
        (Reason.MinUptime, "Waiting: started Mon 19:00 (UTC), minimum uptime ends Tue 07:00", null),
        (Reason.MinDowntime, "Waiting: stopped Mon 19:00 (UTC), minimum downtime ends Tue 07:00", null),
        (Reason.ManualHold, "Running: started manually outside schedule 'office', kept running until Tue 07:00 (UTC)", null),
        (Reason.Draining,
            "Draining: active, stop time was Mon 19:00 (UTC). Stops when idle for 20 minutes, Tue 07:00 at the latest", null),
        (Reason.Draining, "Draining: activity cannot be checked, stop time was Mon 19:00 (UTC). Stops Tue 07:00",
            d => d with { Record = Record with { Unmeasured = new(3, "") } }),
        (Reason.Warned, "Running: stops Tue 07:00 (UTC), warning sent: outside schedule 'office' since Mon 19:00",
            d => d with { Record = Record with { Warning = new(Closed, Opens) { Of = Reason.WindowEnd } } }),
        (Reason.BackingUp,
            "Waiting: a backup is being made before the stop since Mon 19:00 (UTC). The stop waits for it until Tue 07:00", null),
        (Reason.StartBackoff, "Waiting: 1 start attempt failed. Next attempt Tue 07:00 (UTC)",
            d => d with { Record = Failed(1, ClusterAction.Start) }),
        (Reason.StopBackoff, "Waiting: 2 stop attempts failed. Next attempt Tue 07:00 (UTC)",
            d => d with { Record = Failed(2, ClusterAction.Stop) }),
        (Reason.WorkersBackoff, "Waiting: 1 attempt to restore 2 × m failed. Next attempt Tue 07:00 (UTC)",
            d => d with { Record = Failed(1, ClusterAction.AddWorkers) with { Workers = [new("m", 100, 2)] } }),
        (Reason.StartFailed,
            "Needs attention: 5 start attempts failed since Mon 19:00 (UTC). No more attempts until the next start time",
            d => d with { Record = Failed(5, ClusterAction.Start) }),
        (Reason.AlreadyThere, "Running: already running", null),
        (Reason.LimitReached,
            "Blocked: 1 unexpected stop is due, 25 were made in the last hour and the stop limit is 25. "
                + "Allow the stop if it is intended, or fix the policies", d => d with { Limit = new(1, 25, 25) }),
        (Reason.LimitReached,
            "Blocked: 30 unexpected stops are due and the stop limit is 25. Allow the stop if it is intended, or fix the policies",
            d => d with { Limit = new(30, 0, 25) }),
        (Reason.IdleLimit,
            "Blocked: idle since Mon 19:00 (UTC), but only 1 idle stop an hour is allowed. It stops when the limit allows another idle stop",
            d => d with { Limit = new(0, 0, 1) }),
        (Reason.NoSchedule, "Running: rule 'dev' has no schedule", null),
        (Reason.InWindow, "Running: inside schedule 'office' since Mon 19:00 (UTC). Next stop Tue 07:00",
            d => d with { Next = new(Opens, false) }),
        (Reason.InWindow, "Running: window in schedule 'office' starts Tue 07:00 (UTC)", d => d with { Since = Opens }),
        (Reason.OutOfWindow, "Stopped: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00",
            d => d with { Next = new(Opens, true) }),
        (Reason.NeverStopped, "Running: outside schedule 'office', but rule 'dev' has \"stop\": false", null),
        (Reason.NoWindowEnd, "Running: schedule 'office' has had no window in 400 days, so no stop time applies", null),
        (Reason.NeverStarted, "Stopped: inside schedule 'office', but rule 'dev' has \"start\": false", null),
        (Reason.StoppedUntilNextWindow, "Stopped: manually", null),
        (Reason.StoppedUntilNextWindow, "Stopped: before the app first saw it",
            d => d with { Record = Record with { PowerSince = null } }),
        (Reason.StoppedUntilNextWindow, "Stopped: by the app at its maximum uptime",
            d => d with { Record = Record with { StoppedFor = Reason.MaxUptime } }),
        (Reason.HoldUp, "Starting: a hold keeps it running until Tue 07:00 (UTC)", null),
        (Reason.HoldDown, "Stopping: a hold keeps it stopped until Tue 07:00 (UTC)", null),
        (Reason.WindowStart, "Starting: inside schedule 'office' since Mon 19:00 (UTC). Next stop Tue 07:00", null),
        (Reason.WindowEnd, "Stopping: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00", null),
        (Reason.WindowEnd, "Stopping: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00. Allowed by anna",
            d => d with { Record = Record with { Allowed = new(Closed, Opens, "anna") } }),
        (Reason.WindowEnd, "Stopping: outside schedule 'office' since Mon 19:00 (UTC). Next start Tue 07:00. "
            + "No backup first, because it failed or took too long",
            d => d with { Rule = BackedUp, Record = Record with { Backup = new(Closed, "b", Closed, BackupStep.Failed) } }),
        (Reason.HoldEnd, "Stopping: the hold ended Mon 19:00 (UTC), outside schedule 'office'. Next start Tue 07:00", null),
        (Reason.ManualHoldEnd,
            "Stopping: started manually outside schedule 'office', kept running until Mon 19:00 (UTC). Next start Tue 07:00", null),
        (Reason.MaxUptime, "Stopping: reached its maximum uptime of 14 hours. Next start Tue 07:00 (UTC)", null),
        (Reason.Idle, "Stopping: idle since Mon 19:00 (UTC). Next start Tue 07:00", null),
        (Reason.ManualStart,
            "Starting: requested manually. Outside schedule 'office', so it keeps running until Tue 07:00 (UTC)", null),
        (Reason.ManualStop, "Stopping: requested manually. Next start Tue 07:00 (UTC)", null),
        (Reason.RestoreWorkers, "Restoring worker nodes: 2 × m, deleted by the last stop",
            d => d with { Record = Record with { Workers = [new("m", 100, 2)] } }),
        (Reason.BackupBeforeStop, "Backing up: before the stop due Mon 19:00 (UTC)", null),
        (Reason.DailyBackup, "Backing up: daily backup, due Mon 19:00 (UTC)", null),
    ];

    public static TheoryData<int, Reason> Each => new(Rows.Select((row, i) => (i, row.Reason)));

    [Theory, MemberData(nameof(Each))]
    public void Says_what_it_is_why_and_what_is_next(int row, Reason reason)
    {
        var (_, sentence, with) = Rows[row];
        var plain = new Decision(ClusterAction.None, reason, Dev, Record, Closed, Opens);

        var words = (with?.Invoke(plain) ?? plain).InWords(Bench.Dev1, Now);

        Assert.Equal(sentence, words.Whole);
        // A refusal says the same without the status.
        Assert.Equal(sentence, $"{words.Status}: {words.Reasons}");
    }

    [Fact]
    public void No_reason_is_left_out() => Assert.Equal(
        Enum.GetValues<Reason>().Except([Reason.Unknown, Reason.NearMatch, Reason.UnknownSchedule]),
        Rows.Select(row => row.Reason).Distinct().Order());

    private static ClusterRecord Sent(ClusterAction action) =>
        Record with { Pending = new(action, Reason.WindowEnd, "dev", Closed, CallAnswer.Accepted, "r1") };
}

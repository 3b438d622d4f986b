using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

public sealed class RestoredRecordTests
{
    private static readonly Instant Taken = Instant.FromUtc(2026, 6, 2, 0, 5);
    private static readonly Instant Loss = Taken + Duration.FromHours(12);
    private static readonly Instant Now = Taken + Duration.FromHours(14);
    private static readonly WorkerGroup[] Three = [new("m", 512, 3)];
    private static readonly WorkerGroup[] Two = [new("m", 512, 2)];

    /// <summary>A cluster that the app stopped the evening before, with three worker nodes to restore.</summary>
    private static readonly ClusterRecord Down = new()
    {
        ClusterId = "c", Name = "dev", FirstSeen = Taken - Duration.FromDays(30), Power = PowerState.Down, PowerSince = Taken,
        StoppedFor = Reason.WindowEnd, StoppedByApp = true, Workers = Three, SettledWorkers = Three, Handled = Taken,
        Starts = [Duration.FromMinutes(9)],
    };

    private static readonly ClusterRecord Up = Down with
    {
        Power = PowerState.Up,
        StoppedFor = null,
        StoppedByApp = null,
        Workers = null,
        StartedFor = Reason.WindowStart,
    };

    private static ClusterRecord Seen(PowerState power) => new()
    {
        ClusterId = "c", Name = "dev-renamed", FirstSeen = Loss, Power = power, PowerSince = Loss, Handled = Loss,
        SettledWorkers = power == PowerState.Up ? [] : null,
    };

    [Fact]
    public void A_cluster_that_is_as_it_was_has_its_record_back_but_no_start_time_of_before_the_loss()
    {
        var again = Down with { Handled = Loss, Name = "dev-renamed" };
        Assert.Equal(Down with { Handled = Now }, RestoredRecord.Of(Down, null, Now));
        Assert.Equal(again, RestoredRecord.Of(Down, Seen(PowerState.Down), Now));
        Assert.Equal(again, RestoredRecord.Of(Down, Seen(PowerState.Down) with { Power = null }, Now));
        Assert.Equal(Up with { Handled = Loss, Name = "dev-renamed" }, RestoredRecord.Of(Up, Seen(PowerState.Up), Now));
    }

    [Fact]
    public void Backups_that_the_app_made_before_the_loss_and_since_are_its_own()
    {
        var before = new BackupRecord(Taken, "old", Taken, BackupStep.Made);
        var since = new BackupRecord(Loss, "new", Loss, BackupStep.Accepted) { Id = "3" };
        var kept = Up with { Backup = before, Backups = ["1", "2"] };

        var back = RestoredRecord.Of(kept, Seen(PowerState.Up), Now);
        var merged = RestoredRecord.Of(kept, Seen(PowerState.Up) with { Backup = since, Backups = ["2", "3"] }, Now);

        Assert.Equal((before, "1 2"), (back.Backup, string.Join(' ', back.Backups!)));
        Assert.Equal((since, "1 2 3"), (merged.Backup, string.Join(' ', merged.Backups!)));
    }

    [Fact]
    public void A_cluster_that_the_app_has_started_since_gets_its_worker_nodes_back()
    {
        var started = Seen(PowerState.Up) with { StartedFor = Reason.WindowStart, SeenWorkers = [] };

        var restored = RestoredRecord.Of(Down, started, Now);

        Assert.Equal(3, Assert.Single(restored.Workers!).Count);
        Assert.Equal(
            started with { FirstSeen = Down.FirstSeen, Starts = Down.Starts, Workers = restored.Workers, SeenWorkers = null }, restored);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Worker_nodes_that_the_app_has_seen_or_owes_since_count_instead(bool seen, bool owed)
    {
        var started = Seen(PowerState.Up) with
        {
            StartedFor = Reason.WindowStart,
            SettledWorkers = seen ? Two : [],
            Workers = owed ? Two : null,
        };

        Assert.Same(started.Workers, RestoredRecord.Of(Down, started, Now).Workers);
    }

    [Fact]
    public void A_cluster_that_was_stopped_since_the_snapshot_keeps_the_worker_nodes_that_it_had_then()
    {
        var restored = RestoredRecord.Of(Up, Seen(PowerState.Down), Now);

        Assert.Equal((PowerState.Down, 3), (restored.Power, Assert.Single(restored.Workers!).Count));
    }

    [Fact]
    public void Idle_samples_plans_and_actions_of_before_are_forgotten_because_the_cluster_may_have_worked_since()
    {
        var before = Up with
        {
            Quiet = new(Taken, Taken, 9),
            Planned = new(Now, Now, Taken),
            Warning = new(Taken, Taken),
            Drain = new(Taken, Taken),
            Pending = new(ClusterAction.Stop, Reason.WindowEnd, "dev", Taken, CallAnswer.Accepted, "r"),
        };

        Assert.Equal(Up with { Handled = Now }, RestoredRecord.Of(before, null, Now));
        Assert.Equal(before.Pending, RestoredRecord.Of(before, null, Taken + Duration.FromMinutes(5)).Pending);
    }

    [Fact]
    public void An_action_in_progress_goes_on()
    {
        var pending = new PendingAction(ClusterAction.Start, Reason.WindowStart, "dev", Now, CallAnswer.Accepted, "r");

        Assert.Equal(pending, RestoredRecord.Of(Down, Seen(PowerState.Down) with { Pending = pending }, Now).Pending);
    }

    [Fact]
    public void Only_what_was_first_seen_after_the_snapshot_is_newer()
    {
        Assert.True(RestoredRecord.IsNewer(Seen(PowerState.Up), Taken));
        Assert.True(RestoredRecord.IsNewer(Seen(PowerState.Up) with { FirstSeen = null, Power = null }, Taken));
        Assert.False(RestoredRecord.IsNewer(Seen(PowerState.Up) with { FirstSeen = null }, Taken));
        Assert.False(RestoredRecord.IsNewer(Down, Taken));
    }
}

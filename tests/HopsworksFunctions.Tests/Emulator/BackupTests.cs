using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class BackupTests
{
    private readonly FakeTimeProvider time = new(Emulated.Noon);
    private readonly EmulatedControlPlane plane;

    public BackupTests()
    {
        plane = new(time, new EmulatorTimings());
        plane.Add(Emulated.C1);
    }

    [Theory]
    [InlineData("00:00:00", null, true)]
    [InlineData("00:00:10", "pending", true)]
    [InlineData("00:02:10", "processing", true)]
    [InlineData("00:10:10", "succeed", false)]
    public void The_pipeline_is_in_progress_until_the_backup_ends_and_the_backup_comes_late(string after, string? state, bool inProgress)
    {
        var id = plane.CreateBackup("c1", "nightly").Id!;
        time.Advance(TimeSpan.Parse(after));

        Assert.Equal(state, plane.GetBackup(id)?.State);
        Assert.Equal(inProgress, plane.Get("c1")!.BackupPipelineInProgress);
        Assert.Equal("running", plane.Get("c1")!.State);
    }

    [Fact]
    public void Only_a_running_cluster_with_retention_is_backed_up_and_once_at_a_time()
    {
        plane.Add(Emulated.C1 with { Id = "stopped", State = "stopped" });
        plane.Add(Emulated.C1 with { Id = "never", BackupRetentionPeriod = 0 });

        Assert.Equal(400, plane.CreateBackup("stopped", "b").Code);
        Assert.Equal(400, plane.CreateBackup("never", "b").Code);
        Assert.Equal(404, plane.CreateBackup("nowhere", "b").Code);
        Assert.Equal(200, plane.CreateBackup("c1", "b").Code);
        Assert.Equal(400, plane.CreateBackup("c1", "b").Code);
    }

    [Fact]
    public void A_deleted_backup_is_deleting_and_then_gone()
    {
        var id = plane.CreateBackup("c1", "nightly").Id!;
        Assert.Equal(404, plane.DeleteBackup(id).Code);
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Single(plane.ListBackups("c1"));
        Assert.Empty(plane.ListBackups("c2"));

        Assert.Equal(200, plane.DeleteBackup(id).Code);
        Assert.Equal("deleting", plane.GetBackup(id)!.State);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(plane.GetBackup(id));
        Assert.Empty(plane.ListBackups());
    }

    [Fact]
    public void A_restored_cluster_is_a_new_one_like_the_old()
    {
        var backup = plane.CreateBackup("c1", "nightly").Id!;
        Assert.Equal(404, plane.Restore(backup, cluster => cluster).Code);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(400, plane.Restore(backup, cluster => cluster).Code);
        time.Advance(TimeSpan.FromMinutes(10));

        var id = plane.Restore(backup, cluster => cluster with { Name = "again" }).Id!;

        var restored = plane.Get(id)!;
        Assert.Equal(("again", "pending", false), (restored.Name, restored.State, restored.BackupPipelineInProgress));
        Assert.Equal(Emulated.C1.Azure, restored.Azure);
    }
}

using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Backups before stops by the worker's own functions, with the state on Azure Tables.</summary>
public sealed class BackupTests(SharedAzurite azurite)
{
    [Fact]
    public async Task A_stop_waits_for_its_backup_also_over_a_restart()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite, new EmulatorTimings());
        var policies = await File.ReadAllTextAsync(deployment.PolicyFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            deployment.PolicyFile,
            policies.Replace(
                "\"name\": \"dev-*\" }", "\"name\": \"dev-anna\" }, \"backup\": { \"before\": \"stop\" }", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var app = await deployment.StartAsync();

        var first = await app.ReconcileWellAsync();
        var again = await deployment.StartAsync();
        var second = await again.ReconcileWellAsync();
        Assert.Equal(("backupBeforeStop", "backingUp"), (first.Reason("dev-anna"), second.Reason("dev-anna")));
        Assert.Equal("running", deployment.StateOf("dev-anna"));

        deployment.Time.Advance(TimeSpan.FromMinutes(15));
        await again.ReconcileWellAsync();
        deployment.Time.Advance(TimeSpan.FromMinutes(10));

        var id = deployment.IdOf("dev-anna");
        var backup = Assert.Single(deployment.Hopsworks.ControlPlane.ListBackups(id));
        Assert.StartsWith("hopsworks-functions-", backup.BackupName, StringComparison.Ordinal);
        Assert.Equal(("succeed", "stopped"), (backup.State, deployment.StateOf("dev-anna")));
        Assert.Single(deployment.Hopsworks.Calls.Of(Operation.Stop, id));
        Assert.Single(deployment.Hopsworks.Calls.Of(Operation.CreateBackup));
    }
}

using System.Diagnostics;
using System.Net;
using Azure.Storage.Blobs.Specialized;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class CrashTests(SharedAzurite azurite)
{
    [Fact]
    public async Task A_run_killed_at_a_stop_is_gone_on_with_by_the_next_process_and_the_stop_is_not_sent_again()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite, new EmulatorTimings());
        deployment.Hopsworks.Faults.Add(
            Fault.Delay(TimeSpan.FromDays(1)) with { Operation = Operation.Stop, Cluster = deployment.IdOf("dev-anna") });
        var app = await deployment.StartAsync();
        var process = app.Host.ChildProcessId;

        var run = app.ReconcileAsync();
        await Eventually.IsTrueAsync(() => deployment.Actions.Count == StandardPolicies.Actions.Count, () => "the run has sent "
            + "everything, and waits for an answer");
        Process.GetProcessById(process).Kill();
        Assert.Equal(HttpStatusCode.InternalServerError, (await run).Status);
        await Eventually.IsTrueAsync(() => app.Host.ChildProcessId != process, () => "the host starts the app again");

        var early = await app.ReconcileAsync();
        Assert.Equal(HttpStatusCode.Conflict, early.Status);

        // The service itself ends the lease a minute after the dead process last renewed it.
        await deployment.Azure.Storage.BreakLeaseAsync($"{deployment.Account}.lease", TestContext.Current.CancellationToken);
        await app.ReconcileWellAsync();
        deployment.Time.Advance(TimeSpan.FromMinutes(10));
        await app.ReconcileWellAsync();

        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        Assert.Equal(("stopped", "running"), (deployment.StateOf("dev-anna"), deployment.StateOf("train-nlp")));
    }
}

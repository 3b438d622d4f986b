using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>A process that makes one run after the other is killed repeatedly while it writes.</summary>
public sealed class KilledWriterTests
{
    private const int Kills = 6;

    [Fact]
    public async Task Every_document_is_whole_and_every_entry_of_the_audit_is()
    {
        await using var rig = await CrashRig.StartAsync();
        var entries = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await rig.RunAsync(rig.Now.AddMinutes(5));
            var writing = RunOnAsync(rig);
            await Task.Run(rig.State.AwaitWrite, TestContext.Current.CancellationToken);
            await rig.KillAsync();
            await Assert.ThrowsAsync<InvocationFailedException>(() => writing);

            Assert.Equal("ok", rig.State.Integrity);
            var state = await rig.State.LoadAsync();
            Assert.Empty(state.Damaged);
            Assert.NotEmpty(state.Runs);
            entries = (await rig.State.AuditAsync()).Count;
        }
        Console.WriteLine($"Killed writers: {Kills}, {entries} entries of audit, no damage.");
    }

    /// <summary>Makes one run after the other until the process is gone.</summary>
    private static async Task RunOnAsync(CrashRig rig)
    {
        while (true)
            await rig.RunAsync(rig.Now.AddMinutes(5));
    }
}

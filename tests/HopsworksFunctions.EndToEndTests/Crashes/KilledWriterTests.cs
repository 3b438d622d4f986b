namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>A process that does one run after the other is killed while it writes, again and again.</summary>
public sealed class KilledWriterTests
{
    private const int Kills = 6;
    private const int Ahead = 500;

    [Fact]
    public async Task Every_document_is_whole_and_every_line_of_the_audit_is()
    {
        await using var rig = await CrashRig.StartAsync();
        var (at, midway, lines) = (CrashRig.Monday, 0, 0);
        for (var kill = 1; kill <= Kills; kill++)
        {
            for (var run = 0; run < Ahead; run++)
                await rig.BeginRunAsync(at += TimeSpan.FromMinutes(5));
            await rig.FirstRunIsOverAsync();
            rig.State.AwaitWrite();
            await rig.KillAsync();
            midway += rig.State.IsWriting ? 1 : 0;

            var state = await rig.State.LoadAsync();
            Assert.Empty(state.Damaged);
            Assert.NotEmpty(state.Runs);
            lines = (await rig.State.AuditAsync()).Count;
        }
        Console.WriteLine($"Killed writers: {Kills}, {midway} of them with a document half written, {lines} lines of audit, no damage.");
    }
}

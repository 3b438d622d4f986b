using System.Globalization;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>The process is killed repeatedly while it imports the files of an earlier version.</summary>
public sealed class ImportKillTests
{
    private const int Entries = 50_000;
    private static readonly DateTimeOffset Start = new(2026, 5, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_in_the_files_is_in_the_database_in_the_end_and_once()
    {
        await using var rig = await CrashRig.StartAsync();
        var account = Path.Combine(rig.State.Path, StateFolder.Account);
        WriteAudit(Directory.CreateDirectory(Path.Combine(account, "audit")).FullName);
        WriteRecords(Directory.CreateDirectory(Path.Combine(account, "record")).FullName);

        foreach (var moment in new[] { 0, 100, 250, 500, 0 })
        {
            var writing = Task.Run(rig.State.AwaitWrite, TestContext.Current.CancellationToken);
            await rig.BeginRunAsync(rig.Now.AddMinutes(5));
            await writing;
            await Task.Delay(TimeSpan.FromMilliseconds(moment), TimeProvider.System, TestContext.Current.CancellationToken);
            await rig.KillAsync();
        }
        await rig.RunAsync(rig.Now.AddMinutes(5));

        var audit = await rig.State.AuditAsync();
        Assert.Equal(Enumerable.Range(0, Entries).Select(Run), audit.Where(entry => entry.Trigger == "old").Select(entry => entry.RunId));
        Assert.Equal("ok", rig.State.Integrity);
        var state = await rig.State.LoadAsync();
        Assert.Equal(200, state.Records.Keys.Count(id => id.StartsWith("old-", StringComparison.Ordinal)));
        Assert.Empty(state.Damaged);
        Assert.Equal(["audit", "record"], Directory.GetDirectories(Path.Combine(account, "imported")).Select(Path.GetFileName).Order());
    }

    private static string Run(int number) => string.Create(CultureInfo.InvariantCulture, $"old-{number}");

    private static void WriteAudit(string folder)
    {
        var entries = Enumerable.Range(0, Entries).Select(i => (At: Start.AddSeconds(30 * i), Number: i));
        foreach (var day in entries.GroupBy(entry => entry.At.Date))
            File.WriteAllLines(Path.Combine(folder, $"{day.Key:yyyy-MM-dd}.jsonl"), day.Select(entry => Line(entry.At, entry.Number)));
    }

    private static string Line(DateTimeOffset at, int number)
    {
        var key = string.Create(
            CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}-{long.MaxValue - number:x16}00000000");
        var entry = $$"""{"at":"{{at:yyyy-MM-ddTHH:mm:ssZ}}","runId":"{{Run(number)}}","trigger":"old","kind":"notice","message":"so"}""";
        return $$"""{"schema":2,"key":"{{key}}","entry":{{entry}}}""";
    }

    private static void WriteRecords(string folder)
    {
        foreach (var number in Enumerable.Range(0, 200))
        {
            File.WriteAllText(
                Path.Combine(folder, $"{Run(number)}.json"),
                $$$"""{"schema":2,"version":"v","document":{"clusterId":"{{{Run(number)}}}","name":"{{{Run(number)}}}"}}""");
        }
    }
}

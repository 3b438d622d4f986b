using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>Runs on a disk that can be read, but no longer written.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("disk-");
    private readonly StateDatabase database;

    public DiskFaultTests() => database = new(folder.FullName, "default");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PRAGMA query_only = ON", "PRAGMA query_only = OFF", "the file is read-only")]
    [InlineData("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", "the disk is full")]
    public async Task Nothing_is_sent_until_it_takes_something_and_then_each_stop_once(string trouble, string mended, string problem)
    {
        var audit = new SqliteAuditLog(database);
        var store = new SqliteDocumentStore(database, TimeProvider.System);
        var bench = new Bench
        {
            Accounts = new DocumentAccountStore(store, "test", NullLogger<DocumentAccountStore>.Instance), Audit = audit,
        }.Lists(Bench.Dev1).AnswersStop("dev-1");
        database.Opened = connection => connection.Do(trouble);
        await FillAsync(audit);

        for (var run = 0; run < 3; run++)
        {
            var down = await bench.RunAsync(new($"down-{run}", "timer"));
            Assert.NotEqual(RunOutcome.Ok, down.Outcome);
            Assert.Contains(problem, $"{down.Error} {string.Concat(down.Clusters.Select(c => c.Error))}", StringComparison.Ordinal);
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
        bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
        database.Opened = _ => { };
        await database.CallAsync(connection => connection.Do(mended), Stop);
        var up = await bench.RunAsync(new("up", "timer"));
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.Lists(Bench.Stopped("dev-1")).RunAsync(new("last", "timer"));

        Assert.Equal(ActionOutcome.Accepted, Assert.Single(up.Clusters).Done);
        bench.StopsOnce("dev-1");
        Assert.Equal([AuditStep.Intent, AuditStep.Accepted],
            (await bench.AuditedAsync()).Where(e => e.Kind == AuditKind.Stop).Select(e => e.Step!.Value));
    }

    /// <summary>Fills the space left on the pages of the database.</summary>
    private static async Task FillAsync(SqliteAuditLog audit)
    {
        var at = Bench.Evening - Duration.FromDays(300);
        foreach (var size in (int[])[1_000, 100, 0])
        {
            try
            {
                for (var i = 0; i < 1_000; i++)
                    await audit.AppendAsync(new(at += Duration.FromMinutes(1), "f", "f", AuditKind.Warn, new('x', size)), Stop);
            }
            catch (StateUnavailableException)
            {
                continue;
            }
            throw new InvalidOperationException("The disk took everything.");
        }
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Delete(recursive: true);
    }
}

using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Benchmarks.Readers;

/// <summary>The parts of <c>GET savings</c> for a month, with 500 clusters and a year of audit entries.</summary>
[MemoryDiagnoser]
public class ReportBenchmarks
{
    private static readonly Instant To = Instant.FromUtc(2026, 6, 1, 12, 0);
    private static readonly Instant From = To - Duration.FromDays(31);

    private const int Days = 365;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reports-");
    private readonly MemoryAccountStore state = new("a");
    private Action cleanUp = () => { };
    private AuditHistory closed = null!;
    private AuditHistory log = null!;
    private IReadOnlyList<AuditEntry> entries = null!;
    private IReadOnlyList<DownTime> stretches = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var database = new StateDatabase(folder.FullName, "a");
        cleanUp = () =>
        {
            database.Dispose();
            folder.Delete(recursive: true);
        };
        List<ClusterRecord> clusters =
            [.. Enumerable.Range(0, 500).Select(n => new ClusterRecord { ClusterId = $"{Guid.NewGuid()}", Name = $"dev-{n}" })];
        await YearOfAudit.WriteAsync(database, clusters, To.InUtc().Date, Days, default);
        var audit = new SqliteAuditLog(database);
        closed = new(audit, new SqliteDocumentStore(database, TimeProvider.System));
        log = new(audit, null);
        for (var n = 0; n <= Days / ClosedDays.AtOnce; n++)
            await closed.CloseDaysAsync(To, To - Duration.FromDays(400), default);
        entries = (await ClosedAsync()).Entries;
        stretches = [.. DownTime.Of(entries, To).Select(s => s.Within(From, To)).OfType<DownTime>()];
    }

    [GlobalCleanup]
    public void CleanUp() => cleanUp();

    [Benchmark(Baseline = true)]
    public async Task<int> EntriesOfTheLog() => (await PowerHistory.ReadAsync(log, state, From, To, default)).Entries.Count;

    [Benchmark]
    public async Task<int> EntriesOfClosedDays() => (await ClosedAsync()).Entries.Count;

    [Benchmark]
    public int DownTimes() => DownTime.Of(entries, To).Select(s => s.Within(From, To)).OfType<DownTime>().Count();

    [Benchmark]
    public object Report() => SavingsCalculator.Of(stretches, new Dictionary<Machine, Rate>(), From, To, To, null, []);

    private Task<FoundEntries> ClosedAsync() => PowerHistory.ReadAsync(closed, state, From, To, default);
}

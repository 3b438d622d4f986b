using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;
using SQLitePCL;

namespace HopsworksFunctions.Tests.State;

/// <summary>
/// A year of a large fleet in a database of an earlier version: a million accepted stops up to the bench's evening. It counts the steps of
/// SQLite's virtual machine, which grow with the rows that a query reads.
/// </summary>
public sealed class MillionEntries : IAsyncLifetime
{
    public const int Count = 1_000_000;
    public static readonly Duration Step = Duration.FromSeconds(34);

    private const int StepsPerCall = 100;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("million-");
    private StateDatabase? database;
    private delegate_progress? counter;
    private long steps;

    internal SqliteAuditLog Log { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using (var earlier = new StateDatabase(folder.FullName, "a"))
        {
            await earlier.CallAsync(connection => connection.Do($"""
                DROP INDEX audit_of_cluster;
                DROP INDEX audit_damaged;
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Count - 1})
                INSERT INTO audit SELECT
                    printf('%019d-%016xcafecafe', {AuditKeys.Prefix(Bench.Evening)} + i * {Step.BclCompatibleTicks}, i),
                    {DocumentSchema.Current}, 'stop', iif(i % 400000 = 399999, 'rare', 'c-' || (i % 100)),
                    printf('{Entry}', strftime('%Y-%m-%dT%H:%M:%SZ', {Evening} - i * {Step.TotalSeconds}, 'unixepoch'), i)
                FROM n;
                """), TestContext.Current.CancellationToken);
        }
        Log = new(database = new(folder.FullName, "a"));
        await database.CallAsync(connection =>
        {
            counter = _ =>
            {
                steps += StepsPerCall;
                return 0;
            };
            raw.sqlite3_progress_handler(connection.Handle, StepsPerCall, counter, null);
            return true;
        }, TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the number of steps that the work needs.</summary>
    public async Task<long> StepsAsync(Func<Task> work)
    {
        var before = steps;
        await work();
        return steps - before;
    }

    public ValueTask DisposeAsync()
    {
        database?.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static long Evening => Bench.Evening.ToUnixTimeSeconds();

    private static string Entry =>
        """{"at":"%s","runId":"r%d","trigger":"timer","kind":"stop","message":"stopping","clusterId":"c","step":"accepted"}""";
}

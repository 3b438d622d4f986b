using HopsworksEmulator;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.EndToEndTests.Deployed;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>The folder of a process's state, which a test watches and changes from outside, as any other process could.</summary>
internal sealed class StateFolder : IDisposable
{
    public const string Account = "crash";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("crash-");

    public string Path => folder.FullName;

    public string PolicyFile => System.IO.Path.Combine(Path, "policies.json");

    public string ClockFile => System.IO.Path.Combine(Path, "clock");

    /// <summary>The time of the processes that read their clock from <see cref="ClockFile"/>.</summary>
    public DateTimeOffset Clock
    {
        set
        {
            if (!File.Exists(ClockFile))
                File.WriteAllText(ClockFile, "the time at which this was written is that of the app");
            File.SetLastWriteTimeUtc(ClockFile, value.UtcDateTime);
        }
    }

    private string Database => System.IO.Path.Combine(Path, Account, "state.db");

    /// <summary>Starts the published app over this folder's state and policies, with timers that fire only when invoked.</summary>
    public Task<LocalFunctionsHost> StartAppAsync(
        EmulatorServer hopsworks, string apiKey, AppLog log, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["AZURE_TOKEN_CREDENTIALS"] = "dev",
            ["HOPSWORKSAI_API_KEY"] = apiKey,
            ["Hopsworks__BaseUrl"] = hopsworks.BaseAddress.ToString(),
            ["Policies__Source"] = PolicyFile,
            ["State__Directory"] = Path,
            ["Account"] = Account,
            ["ReconcileSchedule"] = "0 */5 * * * *",
            ["DigestSchedule"] = "0 0 7 * * 1",
            ["Savings__RetailPrices"] = "false",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        var options = new LocalHostOptions
        {
            AppDirectory = Repository.PublishedApp, Keys = RunningApp.Keys, FireTimers = false, AppOutput = log, Settings = all,
        };
        return LocalFunctionsHost.StartAsync(options, TestContext.Current.CancellationToken);
    }

    /// <summary>The number of entries.</summary>
    public long AuditLength => (long)Ask("SELECT count(*) FROM audit")!;

    /// <summary>SQLite's verdict on the file; <c>ok</c> if nothing is wrong.</summary>
    public string Integrity => (string)Ask("PRAGMA integrity_check")!;

    /// <summary>Waits for a write without pausing between looks, because a write takes only a moment.</summary>
    public void AwaitWrite()
    {
        var (started, before) = (TimeProvider.System.GetTimestamp(), Log());
        while (Log() == before)
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "nothing is written");
    }

    /// <summary>Makes a process hang while it audits something about a cluster, until the result is disposed.</summary>
    public IDisposable HangAudit(string cluster) => new Hang(Connect(), $"INSERT ON audit WHEN NEW.cluster = '{cluster}'");

    /// <summary>Makes a process hang while it writes the record of a cluster, until the result is disposed.</summary>
    public IDisposable HangRecord(string cluster) =>
        new Hang(Connect(), $"UPDATE ON document WHEN NEW.kind = 'record' AND NEW.key = '{cluster}'");

    /// <summary>Returns the answer to the call in progress according to a cluster's record; null if no call is in progress.</summary>
    public string? PendingAnswer(string cluster) =>
        Ask($"SELECT json_extract(json, '$.pending.answer') FROM document WHERE kind = 'record' AND key = '{cluster}'") as string;

    public async Task<AccountState> LoadAsync()
    {
        using var database = new StateDatabase(Path, Account);
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        return await new DocumentAccountStore(documents, Account, NullLogger<DocumentAccountStore>.Instance)
            .LoadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the audit entries, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync()
    {
        using var database = new StateDatabase(Path, Account);
        var page = await new SqliteAuditLog(database).ReadAsync(new(Limit: 200_000), TestContext.Current.CancellationToken);
        Assert.Empty(page.Damaged);
        return [.. page.Entries.Reverse()];
    }

    public void Dispose() => folder.Delete(recursive: true);

    private (long Length, DateTime Written) Log() =>
        new FileInfo($"{Database}-wal") is { Exists: true } log ? (log.Length, log.LastWriteTimeUtc) : default;

    private object? Ask(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>A database trigger that counts for ever, so the process that fires it hangs until it is killed.</summary>
    private sealed class Hang : IDisposable
    {
        private readonly SqliteConnection connection;

        public Hang(SqliteConnection connection, string when)
        {
            this.connection = connection;
            Do($"""
                CREATE VIEW forever AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS c FROM n;
                CREATE TRIGGER hang BEFORE {when} BEGIN SELECT c FROM forever; END;
                """);
        }

        public void Dispose()
        {
            Do("DROP TRIGGER hang; DROP VIEW forever");
            connection.Dispose();
        }

        private void Do(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}

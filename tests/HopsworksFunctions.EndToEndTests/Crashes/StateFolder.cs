using HopsworksEmulator;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.EndToEndTests.Deployed;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>The folder in which a process keeps its state, watched and changed from outside as any other process could.</summary>
internal sealed class StateFolder : IDisposable
{
    public const string Account = "crash";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("crash-");

    public string Path => folder.FullName;

    public string PolicyFile => System.IO.Path.Combine(Path, "policies.json");

    public string ClockFile => System.IO.Path.Combine(Path, "clock");

    /// <summary>The time of the processes whose clock is <see cref="ClockFile"/>.</summary>
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

    /// <summary>The published app over this folder's state and policies, whose timers fire when they are told to.</summary>
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

    /// <summary>Grows with each entry.</summary>
    public long AuditLength => (long)Ask("SELECT count(*) FROM audit")!;

    /// <summary>What SQLite finds wrong with the file.</summary>
    public string Integrity => (string)Ask("PRAGMA integrity_check")!;

    /// <summary>Looks without a pause, since a write takes but a moment.</summary>
    public void AwaitWrite()
    {
        var (started, before) = (TimeProvider.System.GetTimestamp(), Log());
        while (Log() == before)
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "nothing is written");
    }

    /// <summary>Makes a process that audits something of a cluster do so without end, until disposed of.</summary>
    public IDisposable HangAudit(string cluster) => new Hang(Connect(), $"INSERT ON audit WHEN NEW.cluster = '{cluster}'");

    /// <summary>Makes a process that writes the record of a cluster do so without end, until disposed of.</summary>
    public IDisposable HangRecord(string cluster) =>
        new Hang(Connect(), $"UPDATE ON document WHEN NEW.kind = 'record' AND NEW.key = '{cluster}'");

    /// <summary>What a cluster's record says of the answer to the call under way; null when none is.</summary>
    public string? PendingAnswer(string cluster) =>
        Ask($"SELECT json_extract(json, '$.pending.answer') FROM document WHERE kind = 'record' AND key = '{cluster}'") as string;

    public async Task<AccountState> LoadAsync()
    {
        using var database = new StateDatabase(Path, Account);
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        return await new DocumentAccountStore(documents, Account, NullLogger<DocumentAccountStore>.Instance)
            .LoadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The oldest first.</summary>
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

    /// <summary>A trigger that counts for ever; the process that fires it ends by being killed.</summary>
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

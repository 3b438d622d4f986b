using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Sqlite;
using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.Tests.State;

public abstract class SqliteStoreFaultTests : StoreFaultContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("store-");
    private readonly StateDatabase database;

    protected SqliteStoreFaultTests() => database = new(Root, "default") { Patience = TimeSpan.FromMilliseconds(20) };

    protected string Root => Path.Combine(folder.FullName, "state");

    protected string FilePath => database.FilePath;

    protected override Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync() => Task.FromResult<(IDocumentStore, IAuditLog)>(
        (new SqliteDocumentStore(database, TimeProvider.System), new SqliteAuditLog(database)));

    public void Dispose()
    {
        database.Dispose();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>Another disk is in the place of the folder.</summary>
public sealed class LostFolderFaultTests : SqliteStoreFaultTests
{
    protected override void Break()
    {
        if (Directory.Exists(Root))
            Directory.Move(Root, Root + ".away");
        File.WriteAllText(Root, "");
    }

    protected override void Mend()
    {
        File.Delete(Root);
        if (Directory.Exists(Root + ".away"))
            Directory.Move(Root + ".away", Root);
    }
}

/// <summary>Another process writes to the database and never finishes.</summary>
public sealed class BusyDatabaseFaultTests : SqliteStoreFaultTests
{
    private SqliteConnection? other;

    protected override void Break()
    {
        // A process that has the database open can still read beside a writer. A process that has yet to open it cannot.
        var isOpen = File.Exists(FilePath);
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var connection = other = new($"Data Source={FilePath};Pooling=False");
        connection.Open();
        connection.Do($"PRAGMA locking_mode = {(isOpen ? "NORMAL" : "EXCLUSIVE")}");
        connection.Do("BEGIN IMMEDIATE");
    }

    protected override void Mend()
    {
        other!.Do("ROLLBACK");
        other!.Dispose();
    }
}

/// <param name="status">The status of every answer; null for no answer.</param>
public abstract class TableStoreFaultTests(AzuriteProcess azurite, int? status) : StoreFaultContract, IDisposable
{
    private readonly string account = Guid.NewGuid().ToString();
    private readonly FaultyTransport transport = new();

    protected override async Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync()
    {
        var table = await azurite.TableAsync(transport: transport);
        return (new TableDocumentStore(table, account, TimeProvider.System), new TableAuditLog(table, account));
    }

    protected override void Break() => (transport.Status, transport.Hangs) = (status, status is null);

    protected override void Mend() => (transport.Status, transport.Hangs) = (null, false);

    public void Dispose()
    {
        transport.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class UnavailableTableFaultTests(AzuriteProcess azurite) : TableStoreFaultTests(azurite, 503);

public sealed class ThrottledTableFaultTests(AzuriteProcess azurite) : TableStoreFaultTests(azurite, 429);

public sealed class SilentTableFaultTests(AzuriteProcess azurite) : TableStoreFaultTests(azurite, null);

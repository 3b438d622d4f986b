using Microsoft.Data.Sqlite;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>
/// The database of an account, <c>directory/account/state.db</c>, for the processes of one machine. Each account has its own file, so that
/// accounts do not wait for each other. Each call is one transaction and is durable when it returns.
/// </summary>
public sealed class StateDatabase(string directory, string account) : IDisposable
{
    // Version 1 has the tables of SqliteSchema. The content of documents has its own version, DocumentSchema.
    private const long Schema = 1;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string folder = Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account));
    private SqliteConnection? connection;

    /// <summary>How long a call waits for another process to finish writing.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An action to run on each new connection. Every failure leads to a new connection.</summary>
    internal Action<SqliteConnection> Opened { get; set; } = _ => { };

    public string FilePath => Path.Combine(folder, "state.db");

    /// <summary>Calls <paramref name="work"/> with the database, for one thread of this process at a time.</summary>
    /// <exception cref="StateUnavailableException">
    /// The database cannot be read or written, or another process locks it for too long.
    /// </exception>
    internal async Task<T> CallAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return work(Connection());
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Close();
            throw Explain(e);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        Close();
        turn.Dispose();
    }

    private SqliteConnection Connection()
    {
        // A connection to a moved or deleted file would continue to use that file.
        if (connection is not null && File.Exists(FilePath))
            return connection;
        Close();
        PrivateFile.CreateFolder(folder);
        if (!File.Exists(FilePath))
            CreateFile();
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FilePath, Pooling = false, DefaultTimeout = Math.Max(1, (int)Patience.TotalSeconds),
        }.ToString());
        try
        {
            opened.Open();
            opened.Do($"PRAGMA busy_timeout = {(int)Patience.TotalMilliseconds}");
            opened.Do("PRAGMA synchronous = FULL");
            Prepare(opened);
            Opened(opened);
            return connection = opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Creates the file before SQLite does, because SQLite would let other users read it. SQLite's other files inherit its permissions.
    /// </summary>
    private void CreateFile()
    {
        try
        {
            PrivateFile.Open(FilePath, FileMode.OpenOrCreate).Dispose();
        }
        catch (IOException e) when (PrivateFile.IsLocked(e))
        {
            // Another process is creating it.
        }
    }

    /// <summary>Creates the tables and imports the files of an earlier version, in one transaction.</summary>
    private void Prepare(SqliteConnection opened)
    {
        var (version, tables) = Look(opened);
        if (version > Schema)
            throw new StateUnavailableException(
                $"{FilePath} was written by a newer version of this app. Update the app, or set State__Directory to another folder.");
        if (version == 0 && tables > 0)
            throw new StateUnavailableException($"{FilePath} is not a database of this app. Set State__Directory to another folder.");
        opened.Do("PRAGMA journal_mode = WAL");
        if (version == 0)
        {
            using var transaction = opened.BeginTransaction();
            // Another process may have created them first.
            if (Look(opened).Version == 0)
            {
                opened.Do(SqliteSchema.Create);
                FolderImport.Run(opened, folder);
                opened.Do($"PRAGMA user_version = {Schema}");
            }
            transaction.Commit();
        }
        opened.Do(SqliteSchema.CreateIndexes);
        FolderImport.PutAside(folder);
    }

    private static (long Version, long Tables) Look(SqliteConnection opened)
    {
        using var command = opened.Command("SELECT user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version");
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }

    private StateUnavailableException Explain(Exception e) => new((e as SqliteException)?.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"Another process has locked {FilePath} for {Patience.TotalSeconds} seconds. If that process hangs, end it.",
        SQLitePCL.raw.SQLITE_FULL => $"The state in {FilePath} cannot be written: the disk is full. Free some space on it.",
        SQLitePCL.raw.SQLITE_READONLY =>
            $"The state in {FilePath} cannot be written: the file is read-only. Let the app's user write to it and to its folder.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"{FilePath} is damaged, or not a database: {e.Message}. "
            + "Stop the app and restore a backup, or move the file away to start without stored state.",
        _ => $"The state in {folder} cannot be read or written: {e.Message} Check the folder in State__Directory.",
    }, e);
}

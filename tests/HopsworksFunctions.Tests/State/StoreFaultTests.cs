using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Files;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.State;

public sealed class FileStoreFaultTests : StoreFaultContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("store-");

    private string Root => Path.Combine(folder.FullName, "state");

    protected override Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync() => Task.FromResult<(IDocumentStore, IAuditLog)>(
        (new FileDocumentStore(Root, "default", TimeProvider.System), new FileAuditLog(Root, "default", TimeProvider.System)));

    /// <summary>Another disk is where the folder was.</summary>
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

    public void Dispose() => folder.Delete(recursive: true);
}

/// <summary>Another process has the folder and does not let go of it.</summary>
public sealed class BusyFolderFaultTests : StoreFaultContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("store-");
    private readonly FakeTimeProvider time = new();
    private FileStream? other;

    protected override Task<(IDocumentStore Store, IAuditLog Audit)> OpenAsync() => Task.FromResult<(IDocumentStore, IAuditLog)>(
        (new FileDocumentStore(folder.FullName, "default", time), new FileAuditLog(folder.FullName, "default", time)));

    protected override void Break() => other = PrivateFiles.TryLock(Path.Combine(folder.FullName, "default", ".lock")) ?? throw new IOException("The store keeps its folder to itself.");

    protected override void Mend() => other!.Dispose();

    protected override async Task<RunReport> PassAsync(Task<RunReport> run)
    {
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        return await run;
    }

    public void Dispose() => folder.Delete(recursive: true);
}

/// <param name="status">Answered to everything; null for no answer at all.</param>
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

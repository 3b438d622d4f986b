using System.Text.Json.Nodes;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Files;
using HopsworksFunctions.EndToEndTests.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>The folder in which a process keeps its state, watched and locked from outside as any other process could.</summary>
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

    /// <summary>Grows with each entry.</summary>
    public long AuditLength => new DirectoryInfo(In("audit")) is { Exists: true } audit ? audit.EnumerateFiles("*.jsonl").Sum(file => file.Length) : 0;

    /// <summary>A new version of the last runs has been begun and has not replaced the old one.</summary>
    public bool IsWriting => File.Exists(In("runs", ".tmp"));

    /// <summary>Looks without a pause, since a write takes but a moment.</summary>
    public void AwaitWrite()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!IsWriting)
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "nothing is written");
    }

    /// <summary>Keeps the audit from being written until disposed of.</summary>
    public Task<IDisposable> LockAuditAsync() => LockAsync(In("audit"));

    /// <summary>Keeps records from being written until disposed of.</summary>
    public Task<IDisposable> LockRecordsAsync() => LockAsync(In());

    /// <summary>What a cluster's record says of the answer to the call under way; null when none is.</summary>
    public string? PendingAnswer(string cluster)
    {
        var record = In("record", $"{cluster}.json");
        return File.Exists(record) ? (string?)JsonNode.Parse(File.ReadAllText(record))!["document"]!["pending"]?["answer"] : null;
    }

    public async Task<AccountState> LoadAsync()
    {
        using var store = new FileDocumentStore(Path, Account, TimeProvider.System);
        return await new DocumentAccountStore(store, Account, NullLogger<DocumentAccountStore>.Instance).LoadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync()
    {
        using var log = new FileAuditLog(Path, Account, TimeProvider.System);
        var page = await log.ReadAsync(new(Limit: 10_000), TestContext.Current.CancellationToken);
        Assert.Empty(page.Damaged);
        return [.. page.Entries.Reverse()];
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string In(params string[] names) => System.IO.Path.Combine([Path, Account, .. names]);

    private static async Task<IDisposable> LockAsync(string part)
    {
        Directory.CreateDirectory(part);
        FileStream? held = null;
        await Eventually.IsTrueAsync(() => (held = TryOpen(System.IO.Path.Combine(part, ".lock"))) is not null, () => $"{part} can be locked");
        return held!;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

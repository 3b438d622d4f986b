using System.Text.Json;

namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>
/// A lease for the processes of one machine: a locked file, which the system unlocks when the process dies. Databases offer no equivalent.
/// </summary>
public sealed class FileRunLease(string directory, string account, TimeProvider time) : IRunLease
{
    private const int MaxLooks = 50;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly string folder = Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account));

    // A locked file cannot be read, so the holder's name is in a separate file.
    private string HolderFile => Path.Combine(folder, "lease", "holder.json");

    public async Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFile.CreateFolder(Path.Combine(folder, "lease"));
            for (var look = 1; ; look++)
            {
                if (TryLock() is { } file)
                    return Sign(file, holder);
                if (await HeldByOtherAsync(cancellationToken) is { } held)
                    return held;
                // The holder has not written its name yet, or is about to release the lease.
                if (look == MaxLooks)
                    return new(null);
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException(
                $"Cannot take the lease in {folder}: {e.Message} Check the folder in State__Directory.", e);
        }
    }

    private FileStream? TryLock()
    {
        try
        {
            return PrivateFile.Open(Path.Combine(folder, "lease", "run.lock"), FileMode.OpenOrCreate);
        }
        catch (IOException e) when (PrivateFile.IsLocked(e))
        {
            return null;
        }
    }

    private LeaseAttempt Sign(FileStream file, string holder)
    {
        try
        {
            var unfinished = Path.Combine(folder, "lease", ".tmp");
            using (var signature = PrivateFile.Open(unfinished, FileMode.Create))
                JsonSerializer.Serialize(signature, new LeaseHolder(holder, time.GetUtcNow()), StateJson.Documents);
            File.Move(unfinished, HolderFile, overwrite: true);
            return new(new LockedFile(file, HolderFile));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns the holder; null until it has written its name.</summary>
    private async Task<LeaseAttempt?> HeldByOtherAsync(CancellationToken cancellationToken)
    {
        try
        {
            var json = await File.ReadAllBytesAsync(HolderFile, cancellationToken);
            var holder = JsonSerializer.Deserialize<LeaseHolder>(json, StateJson.Documents);
            return new(null, holder?.Holder, holder?.Since);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            return new(null);
        }
    }

    private sealed class LockedFile(FileStream file, string holderFile) : HeldLease
    {
        /// <summary>Never cancelled, because the lock lasts as long as the file is open.</summary>
        public override CancellationToken Lost => CancellationToken.None;

        public override async ValueTask DisposeAsync()
        {
            await using (file)
                File.Delete(holderFile);
        }
    }
}

using System.Text.Json;

namespace HopsworksFunctions.Core.State.Files;

/// <summary>A lease for the processes of one machine: a locked file, which the system unlocks when the process dies.</summary>
public sealed class FileRunLease(string directory, string account, TimeProvider time) : IRunLease
{
    private const int MostLooks = 50;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly string root = Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account));

    // Nobody can read the locked file, so the holder's name is in one beside it.
    private string HolderPath => Path.Combine(root, "lease", "holder.json");

    public async Task<LeaseAttempt> TryAcquireAsync(string holder, CancellationToken cancellationToken)
    {
        try
        {
            for (var look = 1; ; look++)
            {
                if (PrivateFiles.TryLock(Path.Combine(root, "lease", "run.lock")) is { } file)
                    return await SignAsync(file, holder);
                if (await HeldByOtherAsync(cancellationToken) is { } held)
                    return held;
                // The holder has just come and not signed yet, or is about to go.
                if (look == MostLooks)
                    return new(null);
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException($"The lease in {root} cannot be taken: {e.Message} Check the folder that State__Directory names.", e);
        }
    }

    private async Task<LeaseAttempt> SignAsync(FileStream file, string holder)
    {
        try
        {
            PrivateFiles.Replace(HolderPath, JsonSerializer.SerializeToUtf8Bytes(new(holder, time.GetUtcNow()), StateJson.Default.LeaseHolder));
            return new(new LockedFile(file, HolderPath));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Null while nobody has signed.</summary>
    private async Task<LeaseAttempt?> HeldByOtherAsync(CancellationToken cancellationToken)
    {
        try
        {
            var holder = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(HolderPath, cancellationToken), StateJson.Default.LeaseHolder);
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

    private sealed class LockedFile(FileStream file, string holderPath) : HeldLease
    {
        /// <summary>Never: the lock lasts as long as the file is open.</summary>
        public override CancellationToken Lost => CancellationToken.None;

        public override async ValueTask DisposeAsync()
        {
            await using (file)
                File.Delete(holderPath);
        }
    }
}

internal sealed record LeaseHolder(string Holder, DateTimeOffset Since);

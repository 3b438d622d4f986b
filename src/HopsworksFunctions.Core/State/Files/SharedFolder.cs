namespace HopsworksFunctions.Core.State.Files;

/// <summary>A folder of the state that one thread of one process uses at a time.</summary>
internal sealed class SharedFolder(string root, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim turn = new(1, 1);

    public string Root => root;

    /// <exception cref="StateUnavailableException">The folder cannot be read or written, or somebody keeps it for too long.</exception>
    public async Task<T> AloneAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            using var held = await LockAsync(cancellationToken);
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateUnavailableException($"The state in {Root} cannot be read or written: {e.Message} Check the folder that State__Directory names.", e);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Root, ".lock");
        for (var started = time.GetTimestamp(); ;)
        {
            if (PrivateFiles.TryLock(path) is { } held)
                return held;
            if (time.GetElapsedTime(started) > LongestWait)
                throw new StateUnavailableException($"Another process has kept {path} locked for {LongestWait.TotalSeconds} seconds; end it if it hangs.");
            await Task.Delay(TryAgain, time, cancellationToken);
        }
    }

    public void Dispose() => turn.Dispose();
}

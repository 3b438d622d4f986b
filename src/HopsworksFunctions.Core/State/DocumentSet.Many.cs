namespace HopsworksFunctions.Core.State;

internal sealed partial class DocumentSet<T>
{
    /// <summary>
    /// Saves values as separate calls would, but in as few calls as the store allows. Of several values with the same key, only the last is
    /// saved.
    /// </summary>
    /// <returns>
    /// For each value, the <see cref="StateConflictException"/> or <see cref="StateRefusedException"/> that prevented its save; null if it
    /// was saved.
    /// </returns>
    public async Task<IReadOnlyList<Exception?>> SaveAllAsync(IReadOnlyList<T> changed, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            foreach (var value in changed)
                await SaveAsync(value, cancellationToken);
            return new Exception?[changed.Count];
        }
        var last = new Dictionary<string, T>(changed.Count);
        foreach (var value in changed)
            last[keyOf(value)] = value;
        var failures = new Dictionary<string, Exception?>();
        var writes = new List<DocumentWrite>(last.Count);
        foreach (var (key, value) in last)
        {
            if (TextToStore(key, value) is not { } json)
                await SaveAsync(value, cancellationToken);
            else if (await FreeAsync(key, cancellationToken) is { } failure)
                failures[key] = failure;
            else
                writes.Add(new(key, json, Stored(key)?.Version));
        }
        foreach (var (write, result) in await WriteAllAsync(writes, cancellationToken))
        {
            failures[write.Key] = result.Failure;
            if (result.Version is { } version)
                Keep(write.Key, last[write.Key], version);
        }
        return [.. changed.Select(value => failures.GetValueOrDefault(keyOf(value)))];
    }

    /// <summary>Removes keys as separate calls would, but in as few calls as the store allows.</summary>
    /// <returns>For each stored key, the exception that prevented its removal; null if it was removed.</returns>
    public async Task<IReadOnlyList<Exception?>> RemoveAllAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var writes = new List<DocumentWrite>(keys.Count);
        foreach (var key in keys)
        {
            if (store is not null && Stored(key) is { } known)
                writes.Add(new(key, null, known.Version));
            else
                await RemoveAsync(key, cancellationToken);
        }
        var failures = new List<Exception?>(writes.Count);
        foreach (var (write, result) in await WriteAllAsync(writes, cancellationToken))
        {
            failures.Add(result.Failure);
            if (result.Failure is not null)
                continue;
            written[write.Key] = null;
            values.TryRemove(write.Key, out _);
        }
        return failures;
    }

    private async Task<IEnumerable<(DocumentWrite Write, WriteResult Result)>> WriteAllAsync(
        List<DocumentWrite> writes, CancellationToken cancellationToken) =>
        writes.Count == 0 ? [] : writes.Zip(await store!.WriteAllAsync(kind, writes, cancellationToken));

    /// <summary>Sets aside a damaged document with this key. Returns the exception if that failed; null otherwise.</summary>
    private async Task<Exception?> FreeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await SetAsideDamagedAsync(key, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is StateConflictException or StateRefusedException)
        {
            return e;
        }
    }
}

/// <summary>Helpers for the failures of saving or removing several values.</summary>
internal static class SaveFailures
{
    /// <exception cref="StateConflictException">Another writer changed one of the documents.</exception>
    /// <exception cref="StateRefusedException">The store refused one of the documents.</exception>
    public static void ThrowFirst(this IReadOnlyList<Exception?> failures)
    {
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
            throw first;
    }
}

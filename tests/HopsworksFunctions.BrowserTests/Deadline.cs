namespace HopsworksFunctions.BrowserTests;

/// <summary>A time limit for fixtures. The runner reports tests that take long, but not their fixtures.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">The task is not done in time.</exception>
    public static async Task<T> For<T>(string what, Func<Task<T>> begin)
    {
        Task<T>? task = null;
        await For(what, () => (Task)(task = begin()));
        return await task!;
    }

    /// <inheritdoc cref="For{T}(string, Func{Task{T}})"/>
    public static async Task For(string what, Func<Task> begin)
    {
        // The deadline also applies to work that blocks its thread.
        var task = Task.Run(begin);
        try
        {
            await task.WaitAsync(Most, TimeProvider.System);
        }
        catch (TimeoutException e) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Not within {Most}: {what}", e);
        }
    }
}

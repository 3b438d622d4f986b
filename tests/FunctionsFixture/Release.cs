namespace FunctionsFixture;

/// <summary>The signal that slow functions wait for.</summary>
internal static class Release
{
    private static readonly TaskCompletionSource Given = new();

    public static void Give() => Given.TrySetResult();

    /// <summary>Waits for the signal, and writes to the journal that the function began and how it ended.</summary>
    public static async Task WaitAsync(string function, CancellationToken cancellationToken)
    {
        Journal.Write($"{function} begins");
        try
        {
            await Given.Task.WaitAsync(cancellationToken);
            Journal.Write($"{function} ends");
        }
        catch (OperationCanceledException)
        {
            Journal.Write($"{function} is cancelled");
            // A real run also needs a moment to record how it ended.
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
            Journal.Write($"{function} has recorded it");
            throw;
        }
    }
}

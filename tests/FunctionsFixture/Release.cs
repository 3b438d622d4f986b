namespace FunctionsFixture;

/// <summary>What slow functions wait for.</summary>
internal static class Release
{
    private static readonly TaskCompletionSource Given = new();

    public static void Give() => Given.TrySetResult();

    /// <summary>Keeps in the journal that it began, and how it ended.</summary>
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
            // As a run that writes down how it ended.
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
            Journal.Write($"{function} has recorded it");
            throw;
        }
    }
}

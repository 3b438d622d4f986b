namespace HopsworksFunctions.EndToEndTests.Processes;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static async Task IsTrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Not within {Deadline}: {otherwise()}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }
}

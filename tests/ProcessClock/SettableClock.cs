namespace ProcessClock;

/// <summary>Time that goes on, as fast as elsewhere, from when a file says it was written: whoever sets that sets the clock.</summary>
internal sealed class SettableClock(string file) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTime since;
    private long set;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            if (File.GetLastWriteTimeUtc(file) is var latest && latest != since)
                (since, set) = (latest, GetTimestamp());
            return new(since + GetElapsedTime(set), TimeSpan.Zero);
        }
    }
}

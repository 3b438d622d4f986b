namespace ProcessClock;

/// <summary>A clock that runs at normal speed from the last write time of a file. Setting that write time sets the clock.</summary>
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

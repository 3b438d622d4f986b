namespace CrashFixture;

/// <summary>Time that goes on from where it was set, as fast as everywhere else.</summary>
internal sealed class SettableTime : TimeProvider
{
    private DateTimeOffset since = System.GetUtcNow();
    private long set = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => since + System.GetElapsedTime(set);

    public void Set(DateTimeOffset instant) => (since, set) = (instant, System.GetTimestamp());
}

using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>A clock that is behind another by a fixed time.</summary>
internal sealed class SlowerTime(TimeProvider time, Duration behind) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() - behind.ToTimeSpan();
}

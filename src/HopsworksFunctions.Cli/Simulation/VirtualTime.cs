using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A clock that stands still until it is told; it never goes back.</summary>
internal sealed class VirtualTime(Instant start) : TimeProvider
{
    public Instant Now { get; private set; } = start;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    public void AdvanceTo(Instant instant) => Now = Instant.Max(Now, instant);

    public void Advance(Duration duration) => Now += duration;
}

/// <summary>The clock of the simulated process, which may be wrong.</summary>
internal sealed class ProcessTime(VirtualTime truth) : TimeProvider
{
    /// <summary>How far it is ahead of the true time.</summary>
    public Duration Ahead { get; set; }

    public Instant Now => truth.Now + Ahead;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}

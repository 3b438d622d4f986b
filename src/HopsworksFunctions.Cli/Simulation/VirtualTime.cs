using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>A clock that moves only when told to, and never backwards.</summary>
internal sealed class VirtualTime(Instant start) : TimeProvider
{
    public Instant Now { get; private set; } = start;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    public void AdvanceTo(Instant instant) => Now = Instant.Max(Now, instant);

    public void Advance(Duration duration) => Now += duration;
}

/// <summary>The clock of the simulated process, which may be ahead or behind.</summary>
internal sealed class ProcessTime(VirtualTime truth) : TimeProvider
{
    public Duration Ahead { get; set; }

    public Instant Now => truth.Now + Ahead;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}

using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The nearest future instant at which a comparison with the time of a run changes its result.</summary>
/// <param name="now">When a run made the comparisons.</param>
/// <param name="next">When that run expected the next one, which is equally far ahead for every run.</param>
internal struct NearestInstant(Instant now, Instant next)
{
    /// <summary>The instant; the latest possible one if there is none.</summary>
    public Instant Value { get; private set; } = Instant.MaxValue;

    /// <summary>Adds the comparison <c>now &gt;= at</c>.</summary>
    public void From(Instant? at)
    {
        if (at > now && at < Value)
            Value = at.Value;
    }

    /// <summary>Adds the comparison <c>now &gt; at</c>.</summary>
    public void After(Instant? at) => From(at + Duration.Epsilon);

    /// <summary>Adds the comparison <c>next &gt; at</c>, with the time of the run after the one that compares.</summary>
    public void BeforeNext(Instant? at) => After(at - (next - now));
}

using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The nearest of the instants to come at which a comparison with the time of a run turns out differently.</summary>
/// <param name="now">When a run made the comparisons.</param>
/// <param name="next">When it expected the next run, which is as far ahead for every run.</param>
internal struct NearestInstant(Instant now, Instant next)
{
    /// <summary>The latest possible instant if there is none.</summary>
    public Instant Value { get; private set; } = Instant.MaxValue;

    /// <summary>For <c>now &gt;= at</c>.</summary>
    public void From(Instant? at)
    {
        if (at > now && at < Value)
            Value = at.Value;
    }

    /// <summary>For <c>now &gt; at</c>.</summary>
    public void After(Instant? at) => From(at + Duration.Epsilon);

    /// <summary>For <c>next &gt; at</c>, with the time of the run after the one that compares.</summary>
    public void BeforeNext(Instant? at) => After(at - (next - now));
}

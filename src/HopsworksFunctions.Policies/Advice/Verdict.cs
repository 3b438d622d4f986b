namespace HopsworksFunctions.Policies.Advice;

/// <summary>What the history of a cluster says of the windows that it needs.</summary>
/// <param name="Evidence">
/// What the verdict rests on: also for what share of the time the cluster was down, which says nothing of whether it was needed.
/// </param>
public abstract record Verdict(Evidence Evidence)
{
    /// <summary>It was seen on fewer days than <see cref="Advisor.LeastDays"/>.</summary>
    public sealed record TooFewDays(Evidence Evidence) : Verdict(Evidence);

    /// <summary>For more than half of the time its activity is unknown.</summary>
    public sealed record MostlyUnknown(Evidence Evidence) : Verdict(Evidence);

    /// <summary>It was never seen busy, and nobody started it.</summary>
    public sealed record NeverBusy(Evidence Evidence) : Verdict(Evidence);

    /// <summary>Windows that cover enough of the busy half hours.</summary>
    /// <param name="Windows">In the policy language, such as <c>mon-fri 07:30-18:00</c>.</param>
    /// <param name="Coverage">The share of the busy half hours that lies inside the windows.</param>
    /// <param name="HoursUp">Of an ordinary week of 168 hours.</param>
    public sealed record Needs(Evidence Evidence, IReadOnlyList<string> Windows, double Coverage, double HoursUp) : Verdict(Evidence);
}

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

    /// <summary>It was busy for at least <see cref="Advisor.NearlyAll"/> of the time, so windows would only interrupt its work.</summary>
    public sealed record AlwaysBusy(Evidence Evidence) : Verdict(Evidence);

    /// <summary>Windows that cover enough of the busy half hours.</summary>
    /// <param name="Windows">In the policy language, such as <c>mon-fri 07:30-18:00</c>.</param>
    /// <param name="Up">Each half hour from Monday 00:00.</param>
    public sealed record Needs(Evidence Evidence, IReadOnlyList<string> Windows, IReadOnlyList<bool> Up) : Verdict(Evidence)
    {
        /// <summary>The share of the busy half hours that lies inside the windows.</summary>
        public double Coverage => CoverageOf(Evidence)!.Value;

        /// <summary>Of an ordinary week of 168 hours.</summary>
        public double HoursUp => Up.Count(isUp => isUp) / 2.0;

        /// <summary>The share of the busy half hours of one of the clusters; null if it was never busy.</summary>
        public double? CoverageOf(Evidence cluster) =>
            cluster.BusyHours is > 0 and var busy ? (busy - BusyOutside(cluster)) / busy : null;

        /// <summary>How many busy hours lie outside the windows, a half hour of a date at a time.</summary>
        public double BusyOutside(Evidence cluster) => Enumerable.Range(0, Up.Count).Sum(i => Up[i] ? 0 : cluster.Busy[i]) / 2.0;
    }
}

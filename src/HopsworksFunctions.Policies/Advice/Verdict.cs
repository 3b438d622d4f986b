namespace HopsworksFunctions.Policies.Advice;

/// <summary>The conclusion from a cluster's history about the windows that it needs.</summary>
/// <param name="Evidence">
/// The evidence for the verdict. It includes the share of the time that the cluster was down, which does not show whether it was needed.
/// </param>
public abstract record Verdict(Evidence Evidence)
{
    /// <summary>The cluster was seen on fewer days than <see cref="Advisor.LeastDays"/>.</summary>
    public sealed record TooFewDays(Evidence Evidence) : Verdict(Evidence);

    /// <summary>The cluster's activity is unknown for more than half of the time.</summary>
    public sealed record MostlyUnknown(Evidence Evidence) : Verdict(Evidence);

    /// <summary>The cluster was never seen busy, and nobody started it.</summary>
    public sealed record NeverBusy(Evidence Evidence) : Verdict(Evidence);

    /// <summary>
    /// The cluster was busy for at least <see cref="Advisor.NearlyAll"/> of the time, so windows would only interrupt it.
    /// </summary>
    public sealed record AlwaysBusy(Evidence Evidence) : Verdict(Evidence);

    /// <summary>Windows that cover enough of the busy half hours.</summary>
    /// <param name="Windows">The windows in the policy language, such as <c>mon-fri 07:30-18:00</c>.</param>
    /// <param name="Up">Whether the cluster is up, for each half hour from Monday 00:00.</param>
    public sealed record Needs(Evidence Evidence, IReadOnlyList<string> Windows, IReadOnlyList<bool> Up) : Verdict(Evidence)
    {
        /// <summary>The share of the busy half hours that lies inside the windows.</summary>
        public double Coverage => CoverageOf(Evidence)!.Value;

        /// <summary>The hours up in an ordinary week of 168 hours.</summary>
        public double HoursUp => Up.Count(isUp => isUp) / 2.0;

        /// <summary>Returns the covered share of the busy half hours of one cluster; null if it was never busy.</summary>
        public double? CoverageOf(Evidence cluster) =>
            cluster.BusyHours is > 0 and var busy ? (busy - BusyOutside(cluster)) / busy : null;

        /// <summary>Returns the busy hours outside the windows, counted in half hours of dates.</summary>
        public double BusyOutside(Evidence cluster) => Enumerable.Range(0, Up.Count).Sum(i => Up[i] ? 0 : cluster.Busy[i]) / 2.0;
    }
}

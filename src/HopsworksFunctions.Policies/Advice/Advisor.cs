namespace HopsworksFunctions.Policies.Advice;

/// <summary>Finds the windows that a cluster needs from its history.</summary>
public static class Advisor
{
    /// <summary>Two weeks: with less each weekday is seen but once.</summary>
    public const int LeastDays = 14;

    /// <summary>As a share of the time.</summary>
    public const double NearlyAll = 0.95;

    private const double MostUnknown = 0.5;

    public static Verdict Advise(History history, Aim? aim = null) => Advise(Evidence.Of(history), aim);

    /// <summary>For one cluster, or for several that are to share their windows.</summary>
    public static Verdict Advise(Evidence evidence, Aim? aim = null)
    {
        if (evidence.DaysSeen < LeastDays)
            return new Verdict.TooFewDays(evidence);
        if (evidence.Share(ActivityState.Unknown) > MostUnknown)
            return new Verdict.MostlyUnknown(evidence);
        if (evidence.Share(ActivityState.Busy) == 0)
            return new Verdict.NeverBusy(evidence);
        if (evidence.Share(ActivityState.Busy) >= NearlyAll)
            return new Verdict.AlwaysBusy(evidence);
        var up = WeekSearch.Best(evidence.Busy, aim ?? new());
        return new Verdict.Needs(evidence, WeekText.Of(up), up);
    }
}

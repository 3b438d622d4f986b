namespace HopsworksFunctions.Policies.Advice;

/// <summary>Finds the windows that a cluster needs from its history.</summary>
public static class Advisor
{
    /// <summary>The minimum number of days: two weeks, because fewer days include some weekday only once.</summary>
    public const int LeastDays = 14;

    /// <summary>The share of the time at which a cluster counts as always busy.</summary>
    public const double NearlyAll = 0.95;

    private const double MostUnknown = 0.5;

    public static Verdict Advise(History history, Aim? aim = null) => Advise(Evidence.Of(history), aim);

    /// <summary>Returns advice for one cluster, or for several clusters that will share windows.</summary>
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

namespace HopsworksFunctions.Policies.Advice;

/// <summary>Finds the windows that a cluster needs from its history.</summary>
public static class Advisor
{
    /// <summary>Two weeks: with less each weekday is seen but once.</summary>
    public const int LeastDays = 14;

    private const double MostUnknown = 0.5;

    public static Verdict Advise(History history, Aim? aim = null)
    {
        var evidence = Evidence.Of(history);
        if (evidence.DaysSeen < LeastDays)
            return new Verdict.TooFewDays(evidence);
        if (evidence.Share(ActivityState.Unknown) > MostUnknown)
            return new Verdict.MostlyUnknown(evidence);
        if (evidence.Share(ActivityState.Busy) == 0)
            return new Verdict.NeverBusy(evidence);
        var up = WeekSearch.Best(evidence.Busy, aim ?? new());
        var covered = Enumerable.Range(0, up.Length).Sum(i => up[i] ? evidence.Busy[i] : 0);
        return new Verdict.Needs(evidence, WeekText.Of(up), (double)covered / evidence.Busy.Sum(), up.Count(isUp => isUp) / 2.0);
    }
}

using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>The unrounded findings for one cluster, or for several clusters that share their windows.</summary>
/// <param name="Share">The minimum share of active half hours that the windows must cover.</param>
internal sealed record AdviceFindings(DateTimeZone Zone, Verdict Verdict, double Share)
{
    /// <summary>The hours of an average month.</summary>
    public const double Month730 = 730;

    private const int EnoughStarts = 3;
    private const double Drift = 0.15;

    /// <summary>The coverage of the last week by the windows that the earlier weeks would have produced; null if there are none.</summary>
    public BusyCoverage? LastWeek { get; init; }
    /// <summary>The number of dates that were left out.</summary>
    public int LeftOut { get; init; }
    public Rule? Rule { get; init; }
    /// <summary>The policy file's zone.</summary>
    public DateTimeZone FileZone { get; init; } = DateTimeZone.Utc;
    public WorkAfterHours? WorkAfter { get; init; }
    public StoppedWhenIdle? WhenIdle { get; init; }
    /// <summary>The number of starts by people and by the policies.</summary>
    public (int ByHand, int ByApp) Started { get; init; }
    /// <summary>The durations of the app's starts.</summary>
    public IReadOnlyList<Duration> Starts { get; init; } = [];
    public MonthHours? Month { get; init; }
    public SavedMonth? Saved { get; init; }

    public AdviceVerdict Word => WordOf(Verdict);

    /// <summary>The windows, with the excluded dates of the current schedule, which they do not account for.</summary>
    public PastedSchedule? Schedule => Verdict is not Verdict.Needs needs ? null : new(
        Zone.Id == FileZone.Id ? null : Zone.Id, needs.Windows, Rule?.Schedule is { Except: { Count: > 0 } except } ? except : null);

    public AdvisedDrain? Drain => WorkAfter is { IsUsual: true, MostTake: { } most } work
        ? new(DurationText.Write(WorkAfterHours.Idle), DurationText.Write(most), work.Ends, work.Lengths.Count)
        : null;

    public AdvisedStart? StartAhead => Starts.Count < EnoughStarts ? null : new(
        DurationText.Write(Duration.Min(
            Duration.FromMinutes(Math.Ceiling(Starts.Max().TotalMinutes)), Policies.StartAhead.Max)), Starts.Count);

    /// <summary>The advice to stop when idle; null if it neither beats the windows nor runs the cluster for less time.</summary>
    public AdvisedIdle? Idle
    {
        get
        {
            if (Verdict is not Verdict.Needs needs || WhenIdle is not { } idle)
                return null;
            var isShorter = idle.HoursUp < needs.HoursUp;
            var isUsual = Started.ByHand > 0 && Started.ByHand >= Started.ByApp;
            var instead = HasNoWeeklyShape(needs) || isShorter && isUsual;
            return !isShorter && !instead ? null : new(
                DurationText.Write(StoppedWhenIdle.After), WindowAdvice.Rounded(idle.HoursUp, 1), WindowAdvice.Rounded(idle.Starts, 1),
                instead);
        }
    }

    public static AdviceVerdict WordOf(Verdict verdict) => verdict switch
    {
        Verdict.Needs => AdviceVerdict.Needs,
        Verdict.NeverBusy => AdviceVerdict.NeverBusy,
        Verdict.AlwaysBusy => AdviceVerdict.AlwaysBusy,
        Verdict.MostlyUnknown => AdviceVerdict.MostlyUnknown,
        _ => AdviceVerdict.TooFewDays,
    };

    /// <summary>
    /// Returns whether most activity of the last week was outside the windows. A tolerance is needed because windows always cover a little
    /// less of a week they were not computed from. A week with little activity does not count.
    /// </summary>
    private bool HasNoWeeklyShape(Verdict.Needs needs) => LastWeek is { Share: { } share } last && share < Share - Drift
        && last.Busy.TotalHours >= needs.Evidence.BusyHours / needs.Evidence.DaysSeen * 7 / 2;
}

using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>What histories say of one cluster, or of several that share their windows, before it is rounded.</summary>
/// <param name="Share">The least share of the busy half hours that windows were to cover.</param>
internal sealed record AdviceFindings(DateTimeZone Zone, Verdict Verdict, double Share)
{
    /// <summary>The average month.</summary>
    public const double Month730 = 730;

    private const int EnoughStarts = 3;
    private const double Drift = 0.15;

    /// <summary>What the windows that the weeks before would have given cover of the last week; null if there are none.</summary>
    public BusyCoverage? LastWeek { get; init; }
    /// <summary>Dates that were left out.</summary>
    public int LeftOut { get; init; }
    public Rule? Rule { get; init; }
    /// <summary>The policy file's zone.</summary>
    public DateTimeZone FileZone { get; init; } = DateTimeZone.Utc;
    public WorkAfterHours? WorkAfter { get; init; }
    public StoppedWhenIdle? WhenIdle { get; init; }
    /// <summary>How often people started the clusters, and how often the policies did.</summary>
    public (int ByHand, int ByApp) Started { get; init; }
    /// <summary>How long the app's starts took.</summary>
    public IReadOnlyList<Duration> Starts { get; init; } = [];
    public MonthHours? Month { get; init; }
    public SavedMonth? Saved { get; init; }

    public AdviceVerdict Word => WordOf(Verdict);

    /// <summary>The windows, and what the present schedule excludes, which was left out of them.</summary>
    public PastedSchedule? Schedule => Verdict is not Verdict.Needs needs ? null : new(
        Zone.Id == FileZone.Id ? null : Zone.Id, needs.Windows, Rule?.Schedule is { Except: { Count: > 0 } except } ? except : null);

    public AdvisedDrain? Drain => WorkAfter is { IsUsual: true, MostTake: { } most } work
        ? new(DurationText.Write(WorkAfterHours.Idle), DurationText.Write(most), work.Ends, work.Lengths.Count)
        : null;

    public AdvisedStart? StartAhead => Starts.Count < EnoughStarts ? null : new(
        DurationText.Write(Duration.Min(
            Duration.FromMinutes(Math.Ceiling(Starts.Max().TotalMinutes)), Policies.StartAhead.Max)), Starts.Count);

    /// <summary>Null if it neither beats the windows nor takes less time up.</summary>
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
    /// The last week's busy time is mostly elsewhere. Windows always cover a little less of a week that they have not seen; and a week in
    /// which hardly anybody worked says nothing.
    /// </summary>
    private bool HasNoWeeklyShape(Verdict.Needs needs) => LastWeek is { Share: { } share } last && share < Share - Drift
        && last.Busy.TotalHours >= needs.Evidence.BusyHours / needs.Evidence.DaysSeen * 7 / 2;
}

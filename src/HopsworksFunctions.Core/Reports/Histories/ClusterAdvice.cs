using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Histories;

/// <summary>The windows that a cluster needs by its history, and what that rests on.</summary>
/// <param name="To">When the clusters were last observed, or the end that was asked for, whichever is earlier.</param>
/// <param name="TimeZone">The IANA ID of the zone in which the windows are: that of the cluster's rule.</param>
/// <param name="Verdict">Whether there is advice.</param>
/// <param name="Windows">In the policy language; null without advice.</param>
/// <param name="HoursUp">Of a week of 168 hours; null without advice.</param>
/// <param name="Coverage">The share of the busy half hours inside the windows; null without advice.</param>
/// <param name="LastWeek">
/// The share of the last week's busy time inside the windows that the weeks before it would have given; null if there was none.
/// </param>
/// <param name="DaysSeen">The days on which it was seen busy, quiet or down.</param>
/// <param name="Down">The share of the time in which it was down, which says nothing of whether it was needed.</param>
public sealed record ClusterAdvice(
    string Id, string Name, Instant From, Instant To, string TimeZone, AdviceVerdict Verdict, IReadOnlyList<string>? Windows,
    double? HoursUp, double? Coverage, double? LastWeek, int DaysSeen, double Down)
{
    private static readonly Duration Week = Duration.FromDays(7);

    /// <param name="share">The least share of the busy half hours to cover.</param>
    internal static ClusterAdvice Of(ClusterHistory history, DateTimeZone zone, double share)
    {
        var known = new History([.. history.Stretches.Select(s => new ActivityStretch(s.From, s.To, s.State))], zone)
        {
            StartsByHand = [.. history.Stretches.Where(IsStartByHand).Select(s => s.From)],
        };
        var end = history.Stretches is [.., var last] ? last.To : history.From;
        var verdict = Advisor.Advise(known, new(share));
        var needs = verdict as Verdict.Needs;
        var earlier = Advisor.Advise(known.Before(end - Week), new(share)) as Verdict.Needs;
        return new(
            history.Id, history.Name, history.From, end, zone.Id, WordOf(verdict), needs?.Windows, needs?.HoursUp, Rounded(needs?.Coverage),
            earlier is null ? null : Rounded(BusyCoverage.Of(earlier.Windows, known.Since(end - Week)).Share),
            verdict.Evidence.DaysSeen, Math.Round(verdict.Evidence.Share(ActivityState.Down), 3));
    }

    private static bool IsStartByHand(HistoryStretch stretch) =>
        stretch is { State: not ActivityState.Down, By: { } by } && by != CamelCase.Of(State.Cause.Policy);

    private static double? Rounded(double? share) => share is { } some ? Math.Round(some, 3) : null;

    private static AdviceVerdict WordOf(Verdict verdict) => verdict switch
    {
        Policies.Advice.Verdict.Needs => AdviceVerdict.Needs,
        Policies.Advice.Verdict.NeverBusy => AdviceVerdict.NeverBusy,
        Policies.Advice.Verdict.MostlyUnknown => AdviceVerdict.MostlyUnknown,
        _ => AdviceVerdict.TooFewDays,
    };
}

public enum AdviceVerdict
{
    /// <summary>It needs the windows.</summary>
    Needs,
    /// <summary>It was never seen busy, and nobody started it.</summary>
    NeverBusy,
    /// <summary>For more than half of the time its activity is unknown.</summary>
    MostlyUnknown,
    /// <summary>It was seen on fewer days than advice needs.</summary>
    TooFewDays,
}

using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Advice;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>The windows that clusters need by their history, and what that rests on. Null where there is no advice.</summary>
public record WindowAdvice
{
    internal AdviceFindings Found
    {
        init
        {
            (TimeZone, Verdict, LeftOut) = (value.Zone.Id, value.Word, value.LeftOut);
            (DaysSeen, Down) = (value.Verdict.Evidence.DaysSeen, Rounded(value.Verdict.Evidence.Share(ActivityState.Down), 3));
            Month = value.Month;
            if (value.Verdict is not Policies.Advice.Verdict.Needs needs)
                return;
            (Windows, HoursUp, Coverage) = (needs.Windows, needs.HoursUp, Rounded(needs.Coverage, 3));
            (LastWeek, BusyOutside) = (
                value.LastWeek?.Share is { } share ? Rounded(share, 3) : null, needs.BusyOutside(needs.Evidence));
            (Saved, Schedule) = (value.Saved, value.Schedule);
            (Drain, StartAhead, Idle) = (value.Drain, value.StartAhead, value.Idle);
        }
    }

    /// <summary>The IANA ID of the zone in which the windows are: that of the rule.</summary>
    public string TimeZone { get; init; } = "";
    /// <summary>Whether there is advice, and why not.</summary>
    public AdviceVerdict Verdict { get; init; }
    /// <summary>In the policy language.</summary>
    public IReadOnlyList<string>? Windows { get; init; }
    /// <summary>Of each cluster, in a week of 168 hours.</summary>
    public double? HoursUp { get; init; }
    /// <summary>The share of the busy half hours inside the windows.</summary>
    public double? Coverage { get; init; }
    /// <summary>
    /// The share of the last week's busy time inside the windows that the weeks before it would have given; also null if there was none.
    /// </summary>
    public double? LastWeek { get; init; }
    /// <summary>The days on which each cluster was seen busy, quiet or down.</summary>
    public int DaysSeen { get; init; }
    /// <summary>How many of the dates were left out, because the schedule excludes them.</summary>
    public int LeftOut { get; init; }
    /// <summary>The share of the time in which it was down, which says nothing of whether it was needed.</summary>
    public double Down { get; init; }
    /// <summary>The busy hours outside the windows, a half hour of a date at a time.</summary>
    public double? BusyOutside { get; init; }
    public MonthHours? Month { get; init; }
    /// <summary>What the saved hours of a month are worth; null if nothing is saved.</summary>
    public SavedMonth? Saved { get; init; }
    /// <summary>The windows as a schedule of the policy file.</summary>
    public PastedSchedule? Schedule { get; init; }
    /// <summary>Null if work seldom goes on after the windows.</summary>
    public AdvisedDrain? Drain { get; init; }
    /// <summary>Null if too few starts were measured.</summary>
    public AdvisedStart? StartAhead { get; init; }
    public AdvisedIdle? Idle { get; init; }

    internal static double Rounded(double number, int digits) => Math.Round(number, digits, MidpointRounding.AwayFromZero);
}

public enum AdviceVerdict
{
    /// <summary>It needs the windows.</summary>
    Needs,
    /// <summary>It was never seen busy, and nobody started it.</summary>
    NeverBusy,
    /// <summary>It was busy nearly all of the time.</summary>
    AlwaysBusy,
    /// <summary>For more than half of the time its activity is unknown.</summary>
    MostlyUnknown,
    /// <summary>It was seen on fewer days than advice needs.</summary>
    TooFewDays,
}

/// <summary>Hours up in a month of 730 hours.</summary>
/// <param name="Seen">As it was: the share of the known time, times 730.</param>
/// <param name="Advised">By the windows; null without advice, as is <paramref name="Saved"/>.</param>
/// <param name="Saved">0 if the windows are longer than it was up.</param>
public sealed record MonthHours(double Seen, double? Advised, double? Saved);

/// <summary>What the saved hours of a month are worth.</summary>
/// <param name="ListPriceUsd">Of the machines that have a price; null when none does.</param>
/// <param name="PricedShare">Of the machines, without spot machines; null when they are unknown.</param>
/// <param name="Unpriced">Why there is no price, or what it leaves out, as a sentence; null if it has all.</param>
/// <param name="Label">What the amount is.</param>
public sealed record SavedMonth(decimal? ListPriceUsd, decimal? PricedShare, string? Unpriced, string Label);

/// <summary>A schedule to paste into the policy file.</summary>
/// <param name="TimeZone">Null where it is the file's.</param>
/// <param name="Except">What the schedule excludes now; null for nothing.</param>
public sealed record PastedSchedule(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TimeZone, IReadOnlyList<string> Up,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Except);

/// <summary>A drain for the rule, in durations of the policy language.</summary>
/// <param name="Ends">How many ends of the windows found a cluster running, with its activity measured.</param>
/// <param name="Late">At how many of them its work went on.</param>
public sealed record AdvisedDrain(string Idle, string AtMost, int Ends, int Late);

/// <summary>How long before a window its start is to be sent: what the longest start took.</summary>
/// <param name="Starts">How many were measured.</param>
public sealed record AdvisedStart(string Time, int Starts);

/// <summary>What it would be if the rule had <c>idle</c> instead of windows, and people started the cluster for its work.</summary>
/// <param name="After">In the policy language.</param>
/// <param name="HoursUp">Of each cluster, in a week of 168 hours.</param>
/// <param name="Starts">Of each cluster by people, in a week.</param>
/// <param name="Instead">Whether it beats the windows.</param>
public sealed record AdvisedIdle(string After, double HoursUp, double Starts, bool Instead);

using System.Text.Json.Serialization;
using HopsworksFunctions.Policies.Advice;

namespace HopsworksFunctions.Core.Reports.Advice;

/// <summary>The windows that clusters need according to their history, with the evidence. Properties without advice are null.</summary>
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

    /// <summary>The IANA ID of the time zone of the windows, which is the rule's zone.</summary>
    public string TimeZone { get; init; } = "";
    /// <summary>Whether there is advice, or why there is none.</summary>
    public AdviceVerdict Verdict { get; init; }
    /// <summary>The windows in the policy language.</summary>
    public IReadOnlyList<string>? Windows { get; init; }
    /// <summary>The hours that each cluster would run in a week of 168 hours.</summary>
    public double? HoursUp { get; init; }
    /// <summary>The share of active half hours inside the windows.</summary>
    public double? Coverage { get; init; }
    /// <summary>
    /// The share of the last week's active time inside the windows that the earlier weeks would have produced; also null if there was none.
    /// </summary>
    public double? LastWeek { get; init; }
    /// <summary>The number of days on which each cluster was seen active, idle or stopped.</summary>
    public int DaysSeen { get; init; }
    /// <summary>The number of dates that were left out because the schedule excludes them.</summary>
    public int LeftOut { get; init; }
    /// <summary>The share of the time in which the cluster was stopped. It does not show whether the cluster was needed.</summary>
    public double Down { get; init; }
    /// <summary>The active hours outside the windows, in half hours.</summary>
    public double? BusyOutside { get; init; }
    public MonthHours? Month { get; init; }
    /// <summary>The value of a month's saved hours; null if nothing is saved.</summary>
    public SavedMonth? Saved { get; init; }
    /// <summary>The windows as a schedule for the policy file.</summary>
    public PastedSchedule? Schedule { get; init; }
    /// <summary>The advised drain; null if work seldom continues after the windows.</summary>
    public AdvisedDrain? Drain { get; init; }
    /// <summary>The advised start-ahead time; null if too few starts were measured.</summary>
    public AdvisedStart? StartAhead { get; init; }
    public AdvisedIdle? Idle { get; init; }

    internal static double Rounded(double number, int digits) => Math.Round(number, digits, MidpointRounding.AwayFromZero);
}

public enum AdviceVerdict
{
    /// <summary>The cluster needs the windows.</summary>
    Needs,
    /// <summary>The cluster was never seen active, and nobody started it.</summary>
    NeverBusy,
    /// <summary>The cluster was active nearly all the time.</summary>
    AlwaysBusy,
    /// <summary>The cluster's activity is unknown for more than half of the time.</summary>
    MostlyUnknown,
    /// <summary>The cluster was seen on too few days for advice.</summary>
    TooFewDays,
}

/// <summary>Hours that clusters run in a month of 730 hours.</summary>
/// <param name="Seen">The actual hours: the share of the known time, times 730.</param>
/// <param name="Advised">The hours with the advised windows; null without advice, and then <paramref name="Saved"/> is also null.</param>
/// <param name="Saved">The saved hours; 0 if the windows are longer than the actual hours.</param>
public sealed record MonthHours(double Seen, double? Advised, double? Saved);

/// <summary>The value of a month's saved hours.</summary>
/// <param name="ListPriceUsd">The list price of all machines with a known price; null if no price is known.</param>
/// <param name="PricedShare">The share of machines with a known price, without spot machines; null if the machines are unknown.</param>
/// <param name="Unpriced">Why there is no price, or what it leaves out, as a sentence; null if the price is complete.</param>
/// <param name="Label">The kind of amount.</param>
public sealed record SavedMonth(decimal? ListPriceUsd, decimal? PricedShare, string? Unpriced, string Label);

/// <summary>A schedule to paste into the policy file.</summary>
/// <param name="TimeZone">The zone; null if it is the policy file's zone.</param>
/// <param name="Except">The excluded dates of the current schedule; null for none.</param>
public sealed record PastedSchedule(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TimeZone, IReadOnlyList<string> Up,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Except);

/// <summary>A drain for the rule, with durations in the policy language.</summary>
/// <param name="Ends">The number of window ends at which a cluster was running with measured activity.</param>
/// <param name="Late">The number of these ends after which work continued.</param>
public sealed record AdvisedDrain(string Idle, string AtMost, int Ends, int Late);

/// <summary>The advised start-ahead time, which is the duration of the longest start.</summary>
/// <param name="Starts">The number of measured starts.</param>
public sealed record AdvisedStart(string Time, int Starts);

/// <summary>The expected result if the rule had <c>idle</c> instead of windows and people started the cluster for their work.</summary>
/// <param name="After">The idle duration in the policy language.</param>
/// <param name="HoursUp">The hours that each cluster would run in a week of 168 hours.</param>
/// <param name="Starts">The weekly starts of each cluster by people.</param>
/// <param name="Instead">Whether <c>idle</c> is the better choice.</param>
public sealed record AdvisedIdle(string After, double HoursUp, double Starts, bool Instead);

using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>The texts for clusters that always or never run, including whether that is intended.</summary>
/// <param name="shown">The zone for times in sentences. If null, each schedule's own zone is used and named.</param>
internal sealed class UptimeText(CoverageTimes times, DateTimeZone? shown)
{
    private const string ARule =
        "Add a rule that stops it when nobody needs it, or one with \"protect\": true if it is meant to run always.";

    public CoverageSentences Always(CoverageCluster its)
    {
        var stopped = its.Down >= Duration.FromMinutes(1) ? $" but {DurationText.InWords(WholeMinutes(its.Down))}" : "";
        var message = $"Ran for all of {Time(its)}{stopped}.";
        if (WantsAlways(its) is { } why)
            return CoverageSentences.Wanted(message, why);
        return new(message, its.Rule switch
        {
            null => ARule,
            { IsGuard: true } => $"No rule names it: '{its.Rule.Name}' matches every cluster, with \"manage\": false. {ARule}",
            { HasUnknownSchedule: true } => "Fix the tag that names its schedule. Until then, nothing stops it.",
            _ when its.Report.Hold is { } hold => $"Release its hold if it is not needed any more: {hold.Explain(Words(its))}.",
            { HasStops: false } =>
                $"Give rule '{its.Rule.Name}' a schedule, idle or maxUptime, or \"protect\": true if it is meant to run always.",
            _ when its.Report.DryRun =>
                "Remove dryRun from the policies or its rule when the decisions are right. Until then, nothing stops it.",
            _ => "Find in its audit log what kept it running, and in hops advise which hours it needs. "
                + $"Now: {its.Report.Decision.Explain(its.Cluster, times.Now, shown)}.",
        });
    }

    public CoverageSentences Never(CoverageCluster its)
    {
        var message = $"Stopped for all of {Time(its)}.";
        if (WantsNever(its) is { } why)
            return CoverageSentences.Wanted(message, why);
        return HasStarts(its.Rule)
            ? new($"{message} Schedule '{its.Rule!.Schedule!.Name}' had windows in that time.", "Its audit log says why it did not run.")
            : new(message, "Is it still needed? A stopped cluster still costs its disks. If it is not, terminate it in Hopsworks.ai.");
    }

    /// <summary>Returns why a cluster is meant to run always; null if nothing says so.</summary>
    private string? WantsAlways(CoverageCluster its) => its.Rule switch
    {
        null => null,
        { IsNearMatch: true } => $"the app treats it as protected, because it almost matches rule '{its.Rule.Name}'",
        { Protect: true } => $"rule '{its.Rule.Name}' protects it",
        { Manage: false, Match.IsEmpty: false } => $"rule '{its.Rule.Name}' has \"manage\": false",
        { IsGuard: true } or { HasUnknownSchedule: true } => null,
        { Stop: false } => $"rule '{its.Rule.Name}' has \"stop\": false",
        { Schedule: { } schedule } when Lasts(schedule, isUp: true) => $"schedule '{schedule.Name}' keeps it running",
        _ => null,
    };

    /// <summary>Returns why a cluster is meant to stay stopped; null if nothing says so.</summary>
    private string? WantsNever(CoverageCluster its) => its switch
    {
        { Report.Hold: { State: HoldState.Down } hold } => $"it is {hold.Explain(Words(its))}",
        { Rule: { Schedule: { } schedule, Start: true, IsGuard: false } } when Lasts(schedule, isUp: false) =>
            $"schedule '{schedule.Name}' had no window in that time",
        _ => null,
    };

    private bool HasStarts(Rule? rule) =>
        Actionability.Manages(rule) && rule is { Start: true, Schedule: { } schedule } && !Lasts(schedule, isUp: false);

    /// <summary>Returns whether a schedule had the same state for the whole period.</summary>
    private bool Lasts(Schedule schedule, bool isUp) =>
        schedule.At(times.From) is var state && state.IsUp == isUp && !(state.Until < times.To);

    private string Time(CoverageCluster its)
    {
        var last = times.Days == 1 ? "last day" : $"last {times.Days} days";
        return its.Known >= Duration.FromDays(times.Days) - CoverageTimes.Tolerance ? $"the {last}"
            : $"the {CountText.Of((int)Math.Round(its.Known.TotalDays), "day")} that are known of the {last}";
    }

    private SentenceTimes Words(CoverageCluster its) =>
        new(shown ?? its.Rule?.Zone ?? DateTimeZone.Utc, times.Now, namesZone: shown is null);

    private static Duration WholeMinutes(Duration time) => Duration.FromMinutes((long)time.TotalMinutes);
}

using System.Globalization;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The sentences below a timeline.</summary>
internal static class TotalsText
{
    private const int MaxTimes = 10;
    private const int MaxNames = 5;

    public static IEnumerable<string> Of(SimulationTotals totals, SavingsReport? saved)
    {
        yield return $"Total: {Hours(totals.HoursUp)} running, {Hours(totals.HoursDown)} stopped, "
            + $"{CountText.Of(totals.Stops, "stop")}, {CountText.Of(totals.Starts, "start")}.";
        foreach (var (counts, what) in new[] { (totals.Late.Avoided, "avoided"), (totals.Late.Delayed, "delayed") })
        {
            if (counts.Count > 0)
            {
                var reasons = string.Join(", ", counts.Select(count => $"{StopMeter.Waits[count.Key]} {count.Value}"));
                yield return $"{CountText.Of(counts.Values.Sum(), "stop")} {what}: {reasons}.";
            }
        }
        foreach (var sentence in Blocked(totals.Late.Blocked))
            yield return sentence;
        if (saved is not null)
            yield return Saved(saved);
    }

    public static string Hours(double hours) => string.Create(CultureInfo.InvariantCulture, $"{hours:0.#} h");

    public static string Minute(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Format(at);

    private static IEnumerable<string> Blocked(IReadOnlyList<BlockedStop> blocked)
    {
        if (blocked.Count == 0)
            yield return "The stop limit blocked no stop.";
        var times = blocked.GroupBy(stop => (stop.At, stop.IsIdle)).ToList();
        foreach (var time in times.Take(MaxTimes))
        {
            var (verb, what) = time.Key.IsIdle ? ("delayed", "idle stop") : ("blocked", "stop");
            var names = CountText.Names([.. time.Select(stop => stop.Name)], MaxNames);
            yield return $"The stop limit {verb} {CountText.Of(time.Count(), what)} at {Minute(time.Key.At)}: {names}.";
        }
        if (times.Count > MaxTimes)
        {
            var rest = times.Skip(MaxTimes).Sum(time => time.Count());
            yield return $"It held back {CountText.Of(rest, "stop")} at other times; --json shows all.";
        }
    }

    private static string Saved(SavingsReport saved)
    {
        var money = saved.ListPriceUsd is { } dollars ? Number(dollars) + " USD" : "no price known";
        var share = saved.PricedShare < 1 && saved.ListPriceUsd is not null
            ? string.Create(CultureInfo.InvariantCulture, $" for the {saved.PricedShare:P0} with a price") : "";
        var note = saved.PriceNote is { } text ? $"; {text}" : "";
        return $"Saved: {Number(saved.NodeHours)} node-hours, {money}{share} ({saved.Label}{note}).";
    }

    public static string Number(decimal? value) => value?.ToString("N2", CultureInfo.InvariantCulture) ?? "?";
}

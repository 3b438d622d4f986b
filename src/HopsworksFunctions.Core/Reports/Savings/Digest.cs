using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime.Extensions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>
/// The weekly digest for all channels: the savings of the last seven whole UTC days, holds without an end, and open incidents.
/// </summary>
public sealed class Digest(SavingsLedger ledger, IAccountStore store, AnnouncementPublisher announcer, TimeProvider time)
{
    private const int MaxNamed = 5;

    /// <returns>False if the digest is already queued or there is no channel.</returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached, read or written.</exception>
    public async Task<bool> AnnounceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var today = now.InUtc().Date;
        var to = UtcDay.StartOf(today);
        var report = await ledger.ReportAsync(to - Duration.FromDays(7), to, cancellationToken);
        var state = await store.LoadAsync(cancellationToken);
        var held = state.Holds.Values.Where(h => h.IsUntilReleased)
            .Select(h => state.NameOf(h.ClusterId)).Order(StringComparer.Ordinal).ToList();
        var digest = Of(report, held, Open(state, now));
        return await announcer.AnnounceAsync(
            string.Create(CultureInfo.InvariantCulture, $"digest-{today:uuuu-MM-dd}"), digest, cancellationToken);
    }

    /// <summary>Returns the report in a few lines, with its totals as data for programs.</summary>
    /// <param name="held">The names of the clusters that a hold without an end keeps stopped.</param>
    /// <param name="open">The open incidents in a few words each, oldest first.</param>
    internal static Announcement Of(SavingsReport report, IReadOnlyList<string> held, IReadOnlyList<string> open)
    {
        var named = report.Clusters.Take(MaxNamed).Select(c => $"{c.Name}: {Worth(c)}");
        List<string> lines = [$"Total: {Worth(report)}. {Share(report)}", .. named];
        if (report.Clusters.Count > MaxNamed)
            lines.Add($"and {CountText.Of(report.Clusters.Count - MaxNamed, "more cluster", "more clusters")}");
        lines.Add($"Amounts are {report.Label}{(report.PriceNote is { } note ? $" ({note})" : "")}. Assumptions: GET /api/savings.");
        if (report.NodeHours + report.SpotNodeHours == 0)
            lines = ["Nothing saved: the policies stopped no cluster."];
        if (held.Count > 0)
            lines.Add($"{CountText.Of(held.Count, "cluster")} kept stopped with no end: {string.Join(", ", held)}.");
        if (open.Count > 0)
        {
            var more = open.Count > MaxNamed ? $"; and {open.Count - MaxNamed} more" : "";
            lines.Add($"Open incidents: {open.Count}. {string.Join("; ", open.Take(MaxNamed))}{more}.");
        }
        var title = Text($"Saved from {report.From:uuuu-MM-dd} to {(report.To - Duration.FromDays(1)):uuuu-MM-dd} (UTC)");
        return new("digest", title, lines, JsonSerializer.SerializeToElement<SavingsFigures>(report, HttpJson.Options));
    }

    /// <summary>Returns the open incidents in a few words each, oldest first, with times in UTC.</summary>
    internal static List<string> Open(AccountState state, Instant now)
    {
        var times = new SentenceTimes(DateTimeZone.Utc, now);
        return [.. state.Incidents.OrderBy(incident => incident.Since).Select(incident =>
        {
            var told = new MessageEvent(incident.Key, incident.Kind, incident.Since, incident.Message)
            {
                ClusterId = incident.ClusterId,
                Rule = incident.Rule,
            };
            var name = incident.ClusterId is { } id ? $": {state.NameOf(id)}" : "";
            return $"{EventCatalog.Of(told).Entry.Heading(EventTurn.Begins, dryRun: false, 1)}{name}, since {times.At(incident.Since)}";
        })];
    }

    private static string Worth(SavingsFigures figures) => Text($"{figures.NodeHours:N1} node-hours, {Money(figures.ListPriceUsd)}");

    private static string Money(decimal? dollars) => dollars is { } known ? Text($"{known:N2} USD") : "no price";

    private static string Share(SavingsFigures figures) =>
        figures.PricedShare == 1 ? "All node-hours have a price." : Text($"{figures.PricedShare:P0} of node-hours have a price.");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

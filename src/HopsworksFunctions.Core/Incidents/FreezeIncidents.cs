using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>Reports freezes: when one begins or changes, again each day while it lasts, and when it ends.</summary>
internal static class FreezeIncidents
{
    /// <param name="freezes">The freezes in force, and those that ended since the last run.</param>
    /// <param name="zone">The zone of the times in messages.</param>
    public static async Task SetAsync(
        IncidentTracker book, Outbox outbox, AccountState state, IReadOnlyList<Freeze> freezes, DateTimeZone zone, Instant now,
        CancellationToken cancellationToken)
    {
        var open = state.Incidents.Where(IsFreeze).ToDictionary(incident => incident.Key);
        if (freezes.Count == 0 && open.Count == 0)
            return;
        var found = freezes.Where(freeze => freeze.InForce(now))
            .Select(freeze => (Freeze: freeze, Incident: Of(freeze, zone, now))).ToList();
        await book.SetAllAsync(
            IsFreeze, [.. found.Select(f => f.Incident)],
            incident => End(incident, freezes.FirstOrDefault(f => f.Rule == incident.Rule), zone, now), now, cancellationToken);
        var again = found.Select(f => Again(f.Freeze, f.Incident, open.GetValueOrDefault(f.Incident.Key), now));
        await outbox.TellAsync(again.OfType<MessageEvent>(), cancellationToken);
    }

    private static bool IsFreeze(Incident incident) => incident.Kind == EventKind.Freeze;

    private static Incident Of(Freeze freeze, DateTimeZone zone, Instant now)
    {
        var effect = freeze.Rule is null ? "starts and stops nothing" : "starts and stops none of its clusters";
        return new(EventKind.Freeze, null, now, $"{freeze.ExplainWhy(new(zone, now))}. The app {effect}.")
        {
            Rule = freeze.Rule,
        };
    }

    /// <summary>Returns the event for a day of a freeze, or for one that replaced another; null if its start already reports it.</summary>
    /// <param name="open">The incident that was open before this run; null if there was none.</param>
    private static MessageEvent? Again(Freeze freeze, Incident found, Incident? open, Instant now)
    {
        var days = (int)(now - freeze.Since).TotalDays;
        if (open is null || days == 0 && open.Since >= freeze.Since)
            return null;
        var since = InstantPattern.ExtendedIso.Format(freeze.Since);
        return new($"freeze:{found.Subject ?? "account"}:{since}:day{days}", found.Kind, now, found.Message)
        {
            Rule = found.Rule,
            Since = open.Since,
        };
    }

    private static string End(Incident incident, Freeze? freeze, DateTimeZone zone, Instant now) => freeze switch
    {
        { EndedBy: { } by } => $"{by} unfroze {freeze.What}.",
        { } => $"The freeze of {freeze.What} ended {new SentenceTimes(zone, now).At(freeze.Until)}.",
        null => $"The freeze of {Freeze.WhatOf(incident.Rule)} ended.",
    };
}

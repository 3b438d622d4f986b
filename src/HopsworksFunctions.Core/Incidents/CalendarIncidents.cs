using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>Opens an incident for each calendar with a source that cannot be read while its earlier dates stay in force.</summary>
internal static class CalendarIncidents
{
    public static async Task SetAsync(
        IncidentTracker book, AccountState state, IReadOnlyList<CalendarProblem> problems, Instant now, CancellationToken cancellationToken)
    {
        if (problems.Count == 0 && state.Incidents.Count == 0)
            return;
        var unread = problems.GroupBy(problem => problem.Calendar).ToDictionary(g => g.Key, Sentence);
        var calendars = state.Incidents.Select(incident => incident.Calendar).OfType<string>().Union(unread.Keys).ToList();
        foreach (var calendar in calendars)
            await book.SetCalendarAsync(calendar, unread.GetValueOrDefault(calendar), now, cancellationToken);
    }

    private static string Sentence(IGrouping<string, CalendarProblem> problems) =>
        $"Calendar '{problems.Key}' could not be read ({string.Join("; ", problems.Select(p => p.Problem))}); "
            + $"its dates of {problems.Min(p => p.ReadAt):uuuu-MM-dd HH:mm} UTC stay in force.";
}

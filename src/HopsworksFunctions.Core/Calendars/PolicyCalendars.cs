using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>Resolves the sources of the policies' calendars. A source that cannot be read keeps its last good dates.</summary>
internal sealed class PolicyCalendars(SourceReader reader, KeptDates kept, TimeProvider time) : IDisposable
{
    // A run and people's requests may read at once, and neither the reader nor the kept dates are made for that.
    private readonly SemaphoreSlim alone = new(1);

    /// <param name="remember">Whether to store new dates.</param>
    public async Task<ResolvedCalendars> ResolveAsync(
        IReadOnlyList<SourceUse> uses, bool remember, CancellationToken cancellationToken)
    {
        await alone.WaitAsync(cancellationToken);
        try
        {
            return await ResolveAloneAsync(uses, remember, cancellationToken);
        }
        finally
        {
            alone.Release();
        }
    }

    public void Dispose() => alone.Dispose();

    private async Task<ResolvedCalendars> ResolveAloneAsync(
        IReadOnlyList<SourceUse> uses, bool remember, CancellationToken cancellationToken)
    {
        var now = time.GetCurrentInstant();
        var range = CalendarRange.Around(now);
        var dates = new Dictionary<CalendarSource, SourceDates>();
        var problems = new List<CalendarProblem>();
        foreach (var bySource in uses.ToLookup(use => use.Source, use => use.Calendar))
        {
            var reading = await reader.ReadAsync(bySource.Key, range, cancellationToken);
            var known = reading.Problem is null
                ? await kept.AddAsync(bySource.Key, reading.Days, now, remember, cancellationToken)
                : await kept.FindAsync(bySource.Key, cancellationToken);
            dates[bySource.Key] = known?.Dates ?? new([], reading.Problem);
            if (reading.Problem is { } problem && known is not null)
                problems.AddRange(bySource.Distinct().Select(calendar => new CalendarProblem(calendar, problem, known.ReadAt)));
        }
        return new(dates, problems);
    }
}

/// <summary>The dates of sources, and the calendars with a source that could not be read.</summary>
internal sealed record ResolvedCalendars(IReadOnlyDictionary<CalendarSource, SourceDates> Dates, IReadOnlyList<CalendarProblem> Problems)
{
    /// <summary>Returns whether the same dates are in force.</summary>
    public bool HasDatesOf(ResolvedCalendars other) =>
        Dates.Count == other.Dates.Count && Dates.All(d => other.Dates.GetValueOrDefault(d.Key) == d.Value);
}

/// <summary>A calendar with a source that could not be read; its earlier dates stay in force.</summary>
public sealed record CalendarProblem(string Calendar, string Problem, Instant ReadAt);

using System.Text.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>
/// The dates that sources have given, stored with the account's state. They stay in force when a source cannot be read, and for days that
/// had begun when it changed.
/// </summary>
internal sealed class KeptDates(IDocumentStore store)
{
    private const string Kind = "calendar";

    /// <summary>The time for which versions are kept: <see cref="Schedule.Horizon"/>, which schedules look back, and some days.</summary>
    private static readonly Duration Memory = Schedule.Horizon + Duration.FromDays(30);
    private static readonly Duration ConfirmEvery = Duration.FromDays(1);
    private const int MaxVersions = 10;

    private readonly Dictionary<CalendarSource, Kept> kept = [];

    /// <summary>Returns the known dates of a source; null if it was never read.</summary>
    public async Task<Kept?> FindAsync(CalendarSource source, CancellationToken cancellationToken) =>
        kept.GetValueOrDefault(source) ?? await LoadAsync(source, cancellationToken);

    /// <summary>Adds a source's current dates; dates that did not change stay the same object.</summary>
    /// <param name="remember">Whether to store them.</param>
    public async Task<Kept> AddAsync(
        CalendarSource source, IReadOnlyList<CalendarDay> days, Instant now, bool remember, CancellationToken cancellationToken)
    {
        var dates = days.Select(day => day.Date).ToHashSet();
        var known = kept.GetValueOrDefault(source);
        // Another instance of the app may have seen the change first.
        if (known is null || !known.Newest.SetEquals(dates))
            known = await LoadAsync(source, cancellationToken) ?? known;
        var next = known is null ? new(new([new(null, dates)]), now)
            : known.Newest.SetEquals(dates) ? known
            : new(new([.. Recent(known.Dates.Versions, now), new(now, dates)]), now);
        if (next == known && now - next.ReadAt >= ConfirmEvery)
            next = next with { ReadAt = now };
        if (remember && (next != known || !next.IsStored))
            next = await StoreAsync(source, next, cancellationToken);
        return kept[source] = next;
    }

    /// <summary>Returns the versions that may still matter; the first of them now applies to all earlier dates.</summary>
    private static IEnumerable<DatesVersion> Recent(IReadOnlyList<DatesVersion> versions, Instant now)
    {
        var first = 0;
        for (var i = 1; i < versions.Count; i++)
        {
            if (versions[i].Since < now - Memory || versions.Count - i >= MaxVersions)
                first = i;
        }
        return versions.Skip(first).Select((version, i) => i == 0 ? version with { Since = null } : version);
    }

    private async Task<Kept?> LoadAsync(CalendarSource source, CancellationToken cancellationToken)
    {
        var read = await store.FindAsync(Kind, source.Text, cancellationToken);
        return read.Documents is [var document] && Read(document.Json) is { } found ? kept[source] = found : null;
    }

    private static Kept? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CalendarDocument>(json, StateJson.Documents) is { Versions.Count: > 0 } document
                ? new(new([.. document.Versions.Select(v => new DatesVersion(v.Since, v.Dates.Select(Date).ToHashSet()))]), document.ReadAt)
                {
                    IsStored = true,
                }
                : null;
        }
        catch (Exception e) when (e is JsonException or UnparsableValueException)
        {
            return null;
        }
    }

    private async Task<Kept> StoreAsync(CalendarSource source, Kept next, CancellationToken cancellationToken)
    {
        var versions = next.Dates.Versions
            .Select(v => new VersionDocument(v.Since, [.. v.Dates.Order().Select(LocalDatePattern.Iso.Format)]));
        var json = JsonSerializer.Serialize(new CalendarDocument(next.ReadAt, [.. versions]), StateJson.Documents);
        var read = await store.FindAsync(Kind, source.Text, cancellationToken);
        if (read.Damaged is [var damaged])
            await store.SetAsideAsync(Kind, source.Text, damaged.Version, cancellationToken);
        await store.WriteAsync(Kind, source.Text, json, read.Documents is [var document] ? document.Version : null, cancellationToken);
        return next with { IsStored = true };
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}

/// <summary>The known dates of a source, and when it was last read without a problem.</summary>
internal sealed record Kept(SourceDates Dates, Instant ReadAt)
{
    public bool IsStored { get; init; }

    public IReadOnlySet<LocalDate> Newest => Dates.Versions[^1].Dates;
}

/// <summary>The stored dates of a source.</summary>
internal sealed record CalendarDocument(Instant ReadAt, IReadOnlyList<VersionDocument> Versions);

/// <summary>Dates as YYYY-MM-DD, in force from the local day after an instant; null for the first.</summary>
internal sealed record VersionDocument(Instant? Since, IReadOnlyList<string> Dates);

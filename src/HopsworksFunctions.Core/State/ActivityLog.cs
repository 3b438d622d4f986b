using System.Text.Json;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The history of the activity and facts of clusters with a rule that observes activity: one document per cluster and week.
/// </summary>
/// <param name="kept">The retention period, rounded up to whole weeks.</param>
public sealed class ActivityLog(IDocumentStore documents, Duration kept)
{
    // If more clusters are needed at once, one read of the whole week is cheaper.
    private const int OneByOne = 4;

    private const string First = "first";

    /// <summary>Stores changes, oldest first. A change that is already stored has no effect.</summary>
    /// <returns>The reason for each cluster with changes that could not be stored.</returns>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    internal async Task<IReadOnlyDictionary<string, string>> AppendAsync(
        IReadOnlyList<ActivityChange> changes, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, string>();
        foreach (var week in changes.GroupBy(change => ActivityWeek.Of(change.At)).OrderBy(week => week.Key))
        {
            await RememberFirstAsync(week.Key, cancellationToken);
            var byCluster = week.GroupBy(change => change.ClusterId).ToList();
            var known = await FindAsync(week.Key, [.. byCluster.Select(cluster => cluster.Key)], cancellationToken);
            var writes = new List<DocumentWrite>(byCluster.Count);
            foreach (var cluster in byCluster)
            {
                var (before, version) = known.GetValueOrDefault(cluster.Key, (ActivityWeek.Empty, null));
                var after = cluster.Aggregate(before, (all, change) => change.AddTo(all));
                if (after != before)
                    writes.Add(new(cluster.Key, JsonSerializer.Serialize(after, StateJson.Documents), version));
            }
            var results = writes.Count == 0 ? [] : await documents.WriteAllAsync(KindOf(week.Key), writes, cancellationToken);
            foreach (var (write, result) in writes.Zip(results))
            {
                if (result.Failure is { } failure)
                    failures[write.Key] = failure.Message;
            }
        }
        return failures;
    }

    /// <summary>
    /// Returns a cluster's changes in all weeks that overlap the range, oldest first. Every week begins with a change to unknown.
    /// </summary>
    /// <param name="to">Exclusive.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<IReadOnlyList<ObservedActivity>> ReadAsync(
        string clusterId, Instant from, Instant to, CancellationToken cancellationToken) =>
        [.. (await ReadWeeksAsync([clusterId], from, to, cancellationToken)).Of(clusterId)];

    /// <summary>Returns the same for all clusters, with one read per week.</summary>
    /// <inheritdoc cref="ReadAsync(string, Instant, Instant, CancellationToken)"/>
    internal Task<KeptActivity> ReadAllAsync(Instant from, Instant to, CancellationToken cancellationToken) =>
        ReadWeeksAsync(null, from, to, cancellationToken);

    /// <summary>Deletes the whole history of a cluster.</summary>
    /// <returns>The number of deleted weeks.</returns>
    /// <exception cref="StateConflictException">A run stored a change at the same time.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    public async Task<int> DeleteAsync(string clusterId, Instant now, CancellationToken cancellationToken)
    {
        var weeks = 0;
        var last = ActivityWeek.Of(now);
        var (first, _) = await FirstAsync(last, cancellationToken);
        for (var week = last; week >= first; week = week.PlusWeeks(-1))
        {
            foreach (var (_, version) in (await documents.FindAsync(KindOf(week), clusterId, cancellationToken)).Versions)
            {
                await documents.DeleteAsync(KindOf(week), clusterId, version, cancellationToken);
                weeks++;
            }
        }
        return weeks;
    }

    /// <summary>Deletes the weeks that are older than the retention period.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    internal async Task PruneAsync(Instant now, CancellationToken cancellationToken)
    {
        var oldest = ActivityWeek.Of(now - kept);
        if (await FirstAsync(ActivityWeek.Of(now), cancellationToken) is not ({ } first, var version) || first >= oldest)
            return;
        for (var week = first; week < oldest; week = week.PlusWeeks(1))
        {
            var all = (await documents.ReadAsync(KindOf(week), cancellationToken)).Versions;
            await documents.WriteAllAsync(
                KindOf(week), [.. all.Select(d => new DocumentWrite(d.Key, null, d.Version))], cancellationToken);
        }
        await SaveFirstAsync(oldest, version, cancellationToken);
    }

    /// <param name="clusters">Null for all.</param>
    private async Task<KeptActivity> ReadWeeksAsync(
        IReadOnlyList<string>? clusters, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var weeks = new List<(LocalDate, IReadOnlyDictionary<string, ActivityWeek>)>();
        for (var week = ActivityWeek.Of(from); UtcDay.StartOf(week) < to; week = week.PlusWeeks(1))
        {
            var found = await FindAsync(week, clusters, cancellationToken);
            weeks.Add((week, found.ToDictionary(cluster => cluster.Key, cluster => cluster.Value.Week)));
        }
        return new(weeks);
    }

    /// <summary>Returns the stored activity of a week by cluster. Sets aside documents that this version cannot read.</summary>
    /// <param name="clusters">Null for all.</param>
    private async Task<Dictionary<string, (ActivityWeek Week, string? Version)>> FindAsync(
        LocalDate week, IReadOnlyList<string>? clusters, CancellationToken cancellationToken)
    {
        var kind = KindOf(week);
        List<ReadResult> results = clusters is { Count: <= OneByOne } ? [] : [await documents.ReadAsync(kind, cancellationToken)];
        foreach (var cluster in results.Count == 0 ? clusters! : [])
            results.Add(await documents.FindAsync(kind, cluster, cancellationToken));
        var found = new Dictionary<string, (ActivityWeek, string?)>();
        foreach (var document in results.SelectMany(result => result.Documents))
        {
            if (Parse(document.Json, week) is { } read)
                found[document.Key] = (read, document.Version);
            else
                await documents.SetAsideAsync(kind, document.Key, document.Version, cancellationToken);
        }
        foreach (var damaged in results.SelectMany(result => result.Damaged))
            await documents.SetAsideAsync(kind, damaged.Key, damaged.Version, cancellationToken);
        return found;
    }

    private static ActivityWeek? Parse(string json, LocalDate week)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ActivityWeek>(json, StateJson.Documents);
            return read?.From(week).Count() >= 0 ? read : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private async Task RememberFirstAsync(LocalDate week, CancellationToken cancellationToken)
    {
        var (first, version) = await FirstAsync(week, cancellationToken);
        if (first is null || week < first)
            await SaveFirstAsync(week, version, cancellationToken);
    }

    /// <summary>
    /// Returns the first stored week. Both values are null if none is stored. If it is unreadable, the week is the oldest that any setting
    /// allows.
    /// </summary>
    private async Task<(LocalDate? Week, string? Version)> FirstAsync(LocalDate now, CancellationToken cancellationToken)
    {
        var found = await documents.FindAsync(DocumentKinds.Activity, First, cancellationToken);
        if (found.Versions.FirstOrDefault().Version is not { } version)
            return (null, null);
        FirstWeek? first = null;
        try
        {
            if (found.Documents is [var document])
                first = JsonSerializer.Deserialize<FirstWeek>(document.Json, StateJson.Documents);
        }
        catch (JsonException)
        {
            // An unreadable week counts as the oldest possible one.
        }
        return (ActivityWeek.MondayOf(first?.Week ?? now.PlusDays(-StateOptions.MostActivityDays - 7)), version);
    }

    private Task<string> SaveFirstAsync(LocalDate week, string? version, CancellationToken cancellationToken) =>
        documents.WriteAsync(
            DocumentKinds.Activity, First, JsonSerializer.Serialize(new FirstWeek(week), StateJson.Documents), version, cancellationToken);

    /// <summary>Returns the document kind of a week. Each week has its own kind, so one read finds the week of all clusters.</summary>
    private static string KindOf(LocalDate week) => $"{DocumentKinds.Activity}-{LocalDatePattern.Iso.Format(week)}";

    /// <summary>The first week that may have documents.</summary>
    internal sealed record FirstWeek(LocalDate Week);
}

/// <summary>A change of a cluster's activity, facts or both, in effect from <paramref name="At"/> on.</summary>
/// <param name="Activity">Null if only the facts changed.</param>
internal sealed record ActivityChange(string ClusterId, Activity? Activity, Instant At)
{
    /// <summary>The new facts; null if only the activity changed.</summary>
    public ClusterFacts? Facts { get; init; }

    public ActivityWeek AddTo(ActivityWeek week)
    {
        if (Activity is { } activity)
            week = week.With(At, activity);
        return Facts is null ? week : week.With(new DatedFacts(At, Facts));
    }
}

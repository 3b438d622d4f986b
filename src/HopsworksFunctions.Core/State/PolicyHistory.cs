using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>The history of the policies in force and of the times without runs: one document per week, and one per policy text.</summary>
/// <param name="kept">The retention period, rounded up to whole weeks.</param>
public sealed class PolicyHistory(IDocumentStore documents, Duration kept)
{
    /// <summary>The number of changes that a week keeps, the newest ones. A change every five minutes makes 2,016.</summary>
    private const int MaxChanges = 2016;

    private (string? Version, LocalDate Week)? stored;

    /// <summary>Returns whether this process knows that these policies are the last ones stored for their week.</summary>
    internal bool Knows(PoliciesInForce policies) => stored == (policies.Version, ActivityWeek.Of(policies.At));

    /// <summary>Stores the text of policies that are in force.</summary>
    /// <exception cref="StateConflictException">Another process stored it at the same time.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    internal async Task KeepTextAsync(string version, string text, CancellationToken cancellationToken)
    {
        if (!(await documents.FindAsync(DocumentKinds.PolicyText, version, cancellationToken)).Versions.Any())
            await documents.WriteAsync(DocumentKinds.PolicyText, version, new PolicyDocument(text).ToJson(), null, cancellationToken);
    }

    /// <summary>Stores changes of one account, oldest first. A change that is already stored has no effect.</summary>
    /// <exception cref="StateConflictException">Another process stored one at the same time.</exception>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    internal async Task AppendAsync(IReadOnlyList<PoliciesInForce> changes, CancellationToken cancellationToken)
    {
        foreach (var week in changes.GroupBy(change => ActivityWeek.Of(change.At)))
        {
            var key = LocalDatePattern.Iso.Format(week.Key);
            var (before, version) = await FindAsync(key, cancellationToken);
            var after = week.Aggregate(before, With);
            if (!ReferenceEquals(after, before))
                await documents.WriteAsync(
                    DocumentKinds.InForce, key, JsonSerializer.Serialize(new InForceWeek(after), StateJson.Documents), version,
                    cancellationToken);
            stored = (after[^1].Version, week.Key);
        }
    }

    /// <summary>Returns the changes in all weeks that overlap the range, oldest first.</summary>
    /// <param name="to">Exclusive.</param>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    internal async Task<IReadOnlyList<PoliciesInForce>> ReadAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var changes = new List<PoliciesInForce>();
        for (var week = ActivityWeek.Of(from); UtcDay.StartOf(week) < to; week = week.PlusWeeks(1))
            changes.AddRange((await FindAsync(LocalDatePattern.Iso.Format(week), cancellationToken)).Changes);
        return changes;
    }

    /// <summary>Returns the text of a version; null if it is unknown.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    internal async Task<string?> TextAsync(string version, CancellationToken cancellationToken) =>
        (await documents.FindAsync(DocumentKinds.PolicyText, version, cancellationToken)).Documents is [var document]
            ? Parse<PolicyDocument>(document.Json)?.Text
            : null;

    /// <summary>Deletes the weeks that are older than the retention period, and the texts that no remaining week refers to.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or written.</exception>
    internal async Task PruneAsync(Instant now, CancellationToken cancellationToken)
    {
        var oldest = LocalDatePattern.Iso.Format(ActivityWeek.Of(now - kept));
        var weeks = await documents.ReadAsync(DocumentKinds.InForce, cancellationToken);
        var over = weeks.Versions.Where(week => string.CompareOrdinal(week.Key, oldest) < 0).ToList();
        if (over.Count == 0)
            return;
        var named = weeks.Documents.Where(week => string.CompareOrdinal(week.Key, oldest) >= 0)
            .SelectMany(week => Parse<InForceWeek>(week.Json)?.Changes ?? []).Select(change => change.Version).ToHashSet();
        var texts = await documents.ReadAsync(DocumentKinds.PolicyText, cancellationToken);
        await DeleteAsync(DocumentKinds.PolicyText, texts.Versions.Where(text => !named.Contains(text.Key)), cancellationToken);
        await DeleteAsync(DocumentKinds.InForce, over, cancellationToken);
    }

    private Task<IReadOnlyList<WriteResult>> DeleteAsync(
        string kind, IEnumerable<(string Key, string Version)> some, CancellationToken cancellationToken) =>
        documents.WriteAllAsync(kind, [.. some.Select(d => new DocumentWrite(d.Key, null, d.Version))], cancellationToken);

    /// <summary>Returns the stored changes of a week. Sets aside an unreadable week, so that it can be written again.</summary>
    private async Task<(IReadOnlyList<PoliciesInForce> Changes, string? Version)> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = await documents.FindAsync(DocumentKinds.InForce, key, cancellationToken);
        if (found.Versions.FirstOrDefault().Version is not { } version)
            return ([], null);
        if (found.Documents is [var document] && Parse<InForceWeek>(document.Json) is { } week)
            return (week.Changes, version);
        await documents.SetAsideAsync(DocumentKinds.InForce, key, version, cancellationToken);
        return ([], null);
    }

    private static IReadOnlyList<PoliciesInForce> With(IReadOnlyList<PoliciesInForce> week, PoliciesInForce change) =>
        week is [.., var last] && (last.Version == change.Version || change.At < last.At)
            ? week : [.. week.TakeLast(MaxChanges - 1), change];

    private static T? Parse<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, StateJson.Documents);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record InForceWeek(IReadOnlyList<PoliciesInForce> Changes);
}

/// <summary>The policies in force from <paramref name="At"/> on.</summary>
/// <param name="Version">Null if no runs took place.</param>
public sealed record PoliciesInForce(
    Instant At,
    // Written even if null, because required fields must be present when read.
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version);

/// <summary>A policy file as text, byte for byte.</summary>
internal sealed record PolicyDocument(string Text)
{
    // Default escapes turn a quotation mark into six characters, and a table row holds only half a million.
    private static readonly JsonSerializerOptions Compact =
        new(StateJson.Documents) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Compact);
}

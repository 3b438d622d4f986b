using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HopsworksFunctions.Core.State;

/// <summary>A page of the last finished runs, newest first.</summary>
/// <param name="Next">The start of the next page; null on the last.</param>
public sealed record RunPage(IReadOnlyList<FinishedRun> Runs, RunCursor? Next)
{
    /// <param name="runs">All stored runs.</param>
    public static RunPage Of(IReadOnlyList<FinishedRun> runs, int limit, RunCursor? after)
    {
        var rest = runs.Where(run => after is null || after.IsBefore(run))
            .OrderByDescending(run => run.FinishedAt).ThenByDescending(run => run.Id, StringComparer.Ordinal).ToList();
        return new([.. rest.Take(limit)], rest.Count > limit ? RunCursor.Of(rest[limit - 1]) : null);
    }
}

/// <summary>
/// A position among the runs, opaque to callers. Later runs do not move it, and it stays valid when its own run is no longer kept.
/// </summary>
public sealed record RunCursor
{
    private readonly long finishedAt;
    private readonly string id;

    private RunCursor(long finishedAt, string id) => (this.finishedAt, this.id) = (finishedAt, id);

    internal static RunCursor Of(FinishedRun run) => new(run.FinishedAt.UtcTicks, run.Id);

    /// <summary>Returns whether a run comes after this position in the list.</summary>
    internal bool IsBefore(FinishedRun run) =>
        run.FinishedAt.UtcTicks < finishedAt || run.FinishedAt.UtcTicks == finishedAt && string.CompareOrdinal(run.Id, id) < 0;

    public static bool TryParse(string text, [NotNullWhen(true)] out RunCursor? cursor)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        cursor = dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new(ticks, text[(dash + 1)..])
            : null;
        return cursor is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{finishedAt}-{id}");
}

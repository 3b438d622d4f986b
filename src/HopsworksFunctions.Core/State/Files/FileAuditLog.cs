using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State.Files;

/// <summary>The audit as lines of JSON, one file for each UTC day: <c>directory/account/audit/2026-06-01.jsonl</c>.</summary>
public sealed class FileAuditLog(string directory, string account, TimeProvider time) : IAuditLog, IDisposable
{
    private readonly SharedFolder folder = new(Path.Combine(Path.GetFullPath(directory), DocumentName.Escape(account), "audit"), time);
    private readonly AuditKeys keys = new();

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => folder.AloneAsync(() =>
    {
        PrivateFiles.AppendLine(Path.Combine(folder.Root, $"{Day(entry.At)}.jsonl"), AuditLine.Of(keys.Next(entry.At), entry));
        return entry;
    }, cancellationToken);

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => folder.AloneAsync(() =>
    {
        var found = new List<(string Key, AuditEntry Entry)>();
        var damaged = new List<string>();
        foreach (var file in Days(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.AddRange(Lines(file, damaged).Where(l => query.Asks(l.Key, l.Entry)).OrderBy(l => l.Key, StringComparer.Ordinal).Take(query.Limit + 1 - found.Count).Select(l => (l.Key, l.Entry)));
            if (found.Count > query.Limit)
                break;
        }
        return AuditKeys.Page(found, query.Limit, damaged);
    }, cancellationToken);

    /// <summary>Whole days alone: a day's file goes when all of it is from before.</summary>
    /// <inheritdoc/>
    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => folder.AloneAsync(() =>
    {
        var (first, files) = (Day(before), Days(new()).ToList());
        foreach (var file in files.Where(f => string.CompareOrdinal(Path.GetFileNameWithoutExtension(f), first) < 0))
            PrivateFiles.Delete(file);
        return files;
    }, cancellationToken);

    public void Dispose() => folder.Dispose();

    /// <summary>The files that can hold what is asked for, the newest day first.</summary>
    private IEnumerable<string> Days(AuditQuery query)
    {
        var (first, last) = (query.From is { } from ? Day(from) : null, query.To is { } to ? Day(to) : null);
        return from path in Directory.EnumerateFiles(folder.Root, "*.jsonl")
               let day = Path.GetFileNameWithoutExtension(path)
               where LocalDatePattern.Iso.Parse(day).Success
               where (first is null || string.CompareOrdinal(day, first) >= 0) && (last is null || string.CompareOrdinal(day, last) <= 0)
               orderby day descending
               select path;
    }

    private static IEnumerable<AuditLine> Lines(string path, List<string> damaged)
    {
        var number = 0;
        foreach (var text in File.ReadLines(path))
        {
            number++;
            var (line, problem) = AuditLine.Parse(text);
            if (line is not null)
                yield return line;
            else
                damaged.Add(string.Create(CultureInfo.InvariantCulture, $"Line {number} of {Path.GetFileName(path)} {problem}"));
        }
    }

    private static string Day(Instant at) => LocalDatePattern.Iso.Format(at.InUtc().Date);
}

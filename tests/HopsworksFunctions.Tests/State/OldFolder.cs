using System.Text.Json;
using HopsworksFunctions.Core.State;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.State;

/// <summary>Writes the files that versions before the database kept in an account's folder.</summary>
internal static class OldFolder
{
    public static void WriteDocument(
        string account, string kind, string key, string json, string version = "v1", int schema = 2) => WriteFile(
        account,
        Path.Combine(kind, $"{DocumentName.Escape(key)}.json"),
        $$"""{"schema":{{schema}},"version":"{{version}}","document":{{json}}}""");

    public static void WriteFile(string account, string name, string content)
    {
        var path = Path.Combine(account, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Writes one file for each UTC day.</summary>
    public static void WriteAudit(string folder, IEnumerable<AuditEntry> entries)
    {
        Directory.CreateDirectory(folder);
        var keys = new AuditKeys();
        foreach (var day in entries.GroupBy(entry => entry.At.InUtc().Date))
        {
            var file = Path.Combine(folder, $"{LocalDatePattern.Iso.Format(day.Key)}.jsonl");
            File.WriteAllLines(file, day.Select(entry => Line(keys.Next(entry.At), entry)));
        }
    }

    private static string Line(string key, AuditEntry entry) =>
        $$"""{"schema":2,"key":"{{key}}","entry":{{JsonSerializer.Serialize(entry, StateJson.Audit)}}}""";
}

using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>A snapshot's file name, such as <c>2026-06-01.json</c>.</summary>
internal static class SnapshotName
{
    private const string Extension = ".json";

    public static string Of(LocalDate day) => $"{LocalDatePattern.Iso.Format(day)}{Extension}";

    /// <summary>Returns the day in a snapshot's file name; null for any other file.</summary>
    public static LocalDate? Parse(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal)
        && LocalDatePattern.Iso.Parse(name[..^Extension.Length]) is { Success: true } day ? day.Value : null;
}

using System.Globalization;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Numbers with the nouns that they count, such as <c>1 stop</c> or <c>2 stops</c>.</summary>
public static class CountText
{
    /// <param name="many">The plural; null to add an s.</param>
    public static string Of(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? $"{one}s")}");

    /// <summary>Joins names, and counts those beyond <paramref name="most"/>: <c>a, b and 3 more</c>.</summary>
    public static string Names(IReadOnlyCollection<string> names, int most) =>
        $"{string.Join(", ", names.Take(most))}{(names.Count > most ? $" and {names.Count - most} more" : "")}";
}

using System.Globalization;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Activity changes as a text such as <c>0b 35q 540u</c>: minutes since an origin, oldest first, each with the letter of the activity from
/// that minute on (busy, quiet or unknown).
/// </summary>
internal static class ActivityText
{
    /// <summary>Appends a change that is not earlier than the last one.</summary>
    public static string Append(string text, long minute, Activity activity) =>
        string.Create(CultureInfo.InvariantCulture, $"{text}{(text.Length == 0 ? "" : " ")}{minute}{Letter(activity)}");

    /// <summary>Returns the text of changes. A change before the origin counts as a change at the origin.</summary>
    public static string Write(IEnumerable<ObservedActivity> changes, Instant origin)
    {
        var words = new List<string>();
        long before = -1;
        foreach (var change in changes)
        {
            var minute = Math.Max(0, MinuteOf(change.At, origin));
            if (minute == before)
                words.RemoveAt(words.Count - 1);
            words.Add(Append("", minute, change.Activity));
            before = minute;
        }
        return string.Join(' ', words);
    }

    /// <exception cref="FormatException">The text was not written by this type.</exception>
    /// <exception cref="OverflowException">A number is too large.</exception>
    public static IEnumerable<ObservedActivity> Parse(string text, Instant origin) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(change => new ObservedActivity(
            change[^1] switch { 'b' => Activity.Busy, 'q' => Activity.Quiet, _ => Activity.Unknown },
            origin + Duration.FromMinutes(MinuteOf(change))));

    /// <summary>Returns the minute and the letter of the last change; null if there is none.</summary>
    public static (long Minute, char Letter)? Last(string text) =>
        text.Length == 0 ? null : text[(text.LastIndexOf(' ') + 1)..] is var last ? (MinuteOf(last), last[^1]) : null;

    public static long MinuteOf(Instant at, Instant origin) => (long)(at - origin).TotalMinutes;

    public static char Letter(Activity activity) => activity switch
    {
        Activity.Busy => 'b',
        Activity.Quiet => 'q',
        Activity.Unknown => 'u',
    };

    private static long MinuteOf(string change) => long.Parse(change.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture);
}

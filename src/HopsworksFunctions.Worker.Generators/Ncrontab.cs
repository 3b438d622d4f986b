using System.Globalization;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>The syntax of the host's schedules: second (optional), minute, hour, day, month, day of week.</summary>
internal static class Ncrontab
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly Field[] Fields =
    [
        new("second", 0, 59, []), new("minute", 0, 59, []), new("hour", 0, 23, []),
        new("day", 1, 31, []), new("month", 1, 12, Months), new("day of week", 0, 6, Days),
    ];

    /// <summary>What is wrong with a schedule; null when nothing is, or when only the host can know (<c>%SETTING%</c>).</summary>
    public static string? Fault(string schedule)
    {
        if (schedule.Split('%').Length > 2)
            return null;
        var parts = schedule.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is 5 or 6
            ? parts.Zip(Fields.Skip(6 - parts.Length), (part, field) => field.Fault(part)).FirstOrDefault(fault => fault is not null)
            : $"it has {parts.Length} fields instead of 6 (second minute hour day month day-of-week)";
    }

    private sealed class Field(string name, int first, int last, string[] names)
    {
        public string? Fault(string text) => text.Split(',').Select(ItemFault).FirstOrDefault(fault => fault is not null);

        private string? ItemFault(string item)
        {
            var (range, step) = Cut(item, '/');
            if (step is not null && !(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0))
                return $"'{step}' is no step of the {name}";
            if (range == "*")
                return null;
            var (from, to) = Cut(range, '-');
            return Value(from) is not { } low ? $"'{from}' is no {name} from {first} to {last}"
                : to is null ? null
                : Value(to) is not { } high ? $"'{to}' is no {name} from {first} to {last}"
                : low > high ? $"the {name} range '{range}' runs backwards"
                : null;
        }

        private int? Value(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number >= first && number <= last ? number : null
                : Array.FindIndex(names, known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index + first : null;

        private static (string Before, string? After) Cut(string text, char separator) =>
            text.IndexOf(separator) is >= 0 and var at ? (text.Substring(0, at), text.Substring(at + 1)) : (text, null);
    }
}

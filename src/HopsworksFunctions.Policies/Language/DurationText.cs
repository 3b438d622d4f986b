using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// Reads and writes durations such as <c>45m</c>, <c>1h30m</c> or <c>2d</c>: units d, h, m, s, largest first, each at most once.
/// </summary>
public static partial class DurationText
{
    /// <summary>The pattern used in the JSON schema.</summary>
    public const string Pattern = "^(?=[0-9])([0-9]{1,5}d)?([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$";

    public static Duration? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success || text.EndsWith('\n'))
            return null;
        return Duration.FromDays(Part(1)) + Duration.FromHours(Part(2)) + Duration.FromMinutes(Part(3)) + Duration.FromSeconds(Part(4));

        int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value[..^1], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Writes a duration in its shortest form, in whole seconds: <c>1h30m</c>.</summary>
    public static string Write(Duration duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds == 0)
            return "0m";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{seconds / 86400}d{seconds / 3600 % 24}h{seconds / 60 % 60}m{seconds % 60}s");
        return ZeroParts().Replace(text, "");
    }

    /// <summary>Writes a duration for prose, in whole seconds: <c>1 hour 30 minutes</c>.</summary>
    public static string InWords(Duration duration)
    {
        var seconds = (long)duration.TotalSeconds;
        (long Count, string Unit)[] parts =
            [(seconds / 86400, "day"), (seconds / 3600 % 24, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")];
        return seconds == 0 ? "0 minutes"
            : string.Join(' ', parts.Where(part => part.Count != 0).Select(part => CountText.Of((int)part.Count, part.Unit)));
    }

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex("(?<![0-9])0[dhms]", RegexOptions.CultureInvariant)]
    private static partial Regex ZeroParts();
}

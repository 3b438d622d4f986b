using System.Globalization;
using System.Text;

namespace HopsworksFunctions.Tests.Run;

/// <summary>Characters that people do not see in a text, or that change how they see it.</summary>
internal static class Hidden
{
    // This repeats the ranges of the code under test in another form, so a mistake in either shows.
    private static readonly (int From, int To)[] Ranges =
    [
        (0, 0x1f), (0x7f, 0x9f), (0xad, 0xad), (0x61c, 0x61c), (0x180e, 0x180e), (0x200b, 0x200f), (0x2028, 0x202e), (0x2060, 0x206f),
        (0x3164, 0x3164), (0xfeff, 0xfeff), (0xe0000, 0xe007f),
    ];

    /// <summary>Returns the hidden characters of a text as numbers; "" for none.</summary>
    public static string In(string text, bool isLines = false) => string.Join(' ', text.EnumerateRunes()
        .Where(rune => rune == Rune.ReplacementChar || Ranges.Any(r => rune.Value >= r.From && rune.Value <= r.To))
        .Where(rune => !(isLines && rune.Value is '\n' or '\r'))
        .Select(rune => rune.Value.ToString("x4", CultureInfo.InvariantCulture)));
}

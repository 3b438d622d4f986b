using System.Globalization;
using System.Text;

namespace HopsworksFunctions.Tests.Run;

/// <summary>What people do not see of a text, or what makes them see it otherwise.</summary>
internal static class Hidden
{
    // Said once more than in the code under test, in other words.
    private static readonly (int From, int To)[] Ranges =
    [
        (0, 0x1f), (0x7f, 0x9f), (0xad, 0xad), (0x61c, 0x61c), (0x180e, 0x180e), (0x200b, 0x200f), (0x2028, 0x202e), (0x2060, 0x206f),
        (0x3164, 0x3164), (0xfeff, 0xfeff), (0xe0000, 0xe007f),
    ];

    /// <summary>Such characters as numbers; "" for none.</summary>
    public static string In(string text, bool isLines = false) => string.Join(' ', text.EnumerateRunes()
        .Where(rune => rune == Rune.ReplacementChar || Ranges.Any(r => rune.Value >= r.From && rune.Value <= r.To))
        .Where(rune => !(isLines && rune.Value is '\n' or '\r'))
        .Select(rune => rune.Value.ToString("x4", CultureInfo.InvariantCulture)));
}

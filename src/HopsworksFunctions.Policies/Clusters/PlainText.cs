using System.Text;

namespace HopsworksFunctions.Policies.Clusters;

/// <summary>Text of someone else's, made fit for one line of a log.</summary>
internal static class PlainText
{
    private const int Longest = 300;

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (var c in text)
        {
            if (line.Length == Longest) return line.Append('…').ToString();
            // Surrogates go too: cutting a pair in half would make the text invalid.
            line.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }
        return line.ToString().Trim();
    }
}

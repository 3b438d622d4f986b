using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Converts any text to a file name or row key and back. Escapes all bytes of its UTF-8 form except a-z, 0-9, '-' and '_' as =XX.
/// </summary>
internal static class DocumentName
{
    // Capitals are escaped because some file systems ignore case; '%' is avoided because the Tables service mishandles it.
    public static string Escape(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var name = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterLower((char)b) || char.IsAsciiDigit((char)b) || b is (byte)'-' or (byte)'_')
                name.Append((char)b);
            else
                name.Append(CultureInfo.InvariantCulture, $"={b:X2}");
        }
        return name.ToString();
    }

    /// <summary>Returns the text that <see cref="Escape"/> converted to this name; null for any other name.</summary>
    public static string? Unescape(string name)
    {
        var bytes = new List<byte>(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '=')
                bytes.Add((byte)name[i]);
            else if (i + 2 < name.Length
                && byte.TryParse(name.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
                return null;
        }
        var text = Encoding.UTF8.GetString([.. bytes]);
        return text.Length > 0 && Escape(text) == name ? text : null;
    }

    /// <summary>Returns the suffix for a document that is set aside: the time and the document's version.</summary>
    public static string AsideSuffix(DateTimeOffset now, string version) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"corrupt-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Fingerprint(Encoding.UTF8.GetBytes(version))[..8]}");

    public static string Fingerprint(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

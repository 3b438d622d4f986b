using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// A position in an audit log, opaque to callers; entries added later do not move it. Either after an entry, or where the service stopped
/// looking for entries.
/// </summary>
public sealed partial record AuditCursor
{
    // Sorts after all keys, so that a log which made no such place has nothing after it.
    private const char Looked = 'p';

    internal AuditCursor(string key) => Key = key;

    /// <summary>Where a service stopped, in its own words.</summary>
    internal static AuditCursor At(string place) => new($"{Looked}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place))}");

    /// <summary>Where the service stopped; null for a place after an entry.</summary>
    internal string? Place => Key[0] == Looked ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Key.AsSpan(1))) : null;

    internal string Key { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out AuditCursor? cursor)
    {
        cursor = Form().IsMatch(text) && (text[0] != Looked || Base64Url.IsValid(text.AsSpan(1))) ? new(text) : null;
        return cursor is not null;
    }

    public override string ToString() => Key;

    [GeneratedRegex(@"^([0-9]{19}-[0-9a-f]{24}|p[A-Za-z0-9_-]{2,2000})\z")]
    private static partial Regex Form();
}

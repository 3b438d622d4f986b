using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// A position in an audit log, opaque to callers; later entries do not move it. It is either after an entry, or where the service stopped
/// searching for entries.
/// </summary>
public sealed partial record AuditCursor
{
    // 'p' sorts after all keys, so a log that does not use such positions finds nothing after one.
    private const char Looked = 'p';

    internal AuditCursor(string key) => Key = key;

    /// <summary>Returns the position where a service stopped searching, given in the service's own notation.</summary>
    internal static AuditCursor At(string place) => new($"{Looked}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place))}");

    /// <summary>The place where the service stopped searching, in its own notation; null for a position after an entry.</summary>
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

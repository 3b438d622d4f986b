using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Core.State;

/// <summary>A position in an audit log, opaque to callers; entries added later do not move it.</summary>
public sealed partial record AuditCursor
{
    internal AuditCursor(string key) => Key = key;

    internal string Key { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out AuditCursor? cursor)
    {
        cursor = Form().IsMatch(text) ? new(text) : null;
        return cursor is not null;
    }

    public override string ToString() => Key;

    [GeneratedRegex(@"^[0-9]{19}-[0-9a-f]{24}\z")]
    private static partial Regex Form();
}

namespace HopsworksFunctions.Policies.Json;

/// <summary>Whether a problem makes its file invalid or is only a warning.</summary>
public enum Severity
{
    Error,
    Warning,
}

/// <summary>An error or a warning at a place in a file; the message says what would be right.</summary>
public sealed record Problem(Severity Severity, JsonPlace Place, string Message)
{
    public static Problem Error(JsonPlace place, string message) => Of(Severity.Error, place, message);

    public static Problem Warning(JsonPlace place, string message) => Of(Severity.Warning, place, message);

    public override string ToString() => $"{Place}: {Message}";

    /// <summary>
    /// Formats the problem as compilers do, which editors turn into a link: <c>file(line,column): error: path: message</c>.
    /// </summary>
    public string ToString(string file) =>
        $"{file}({Place.Line},{Place.Column}): {(Severity == Severity.Error ? "error" : "warning")}: {Place.Path}: {Message}";

    private static Problem Of(Severity severity, JsonPlace place, string message) =>
        new(severity, place, TextSanitizer.Shorten(TextSanitizer.Escape(TextSanitizer.Shorten(message))));
}

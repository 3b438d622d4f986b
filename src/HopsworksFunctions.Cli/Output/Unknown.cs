using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Output;

/// <summary>The error for an unknown name, with the name that was probably meant.</summary>
internal static class Unknown
{
    /// <param name="kind">The kind of name, such as <c>schedule</c>.</param>
    public static string Of(string kind, string given, IEnumerable<string> words)
    {
        var all = words.ToList();
        var near = Suggestion.Nearest(given, all)
            ?? all.FirstOrDefault(word => given.Length > 2 && word.StartsWith(given, StringComparison.OrdinalIgnoreCase));
        return $"Unknown {kind} '{TextSanitizer.Escape(given)}'.{(near is null ? "" : $" Did you mean '{near}'?")}";
    }
}

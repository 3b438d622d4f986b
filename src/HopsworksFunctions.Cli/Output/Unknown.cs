using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Output;

/// <summary>A name that there is not, and the one that was probably meant.</summary>
internal static class Unknown
{
    /// <param name="kind">What it would name, such as <c>schedule</c>.</param>
    public static string Of(string kind, string given, IEnumerable<string> words)
    {
        var all = words.ToList();
        var near = Suggestion.Nearest(given, all)
            ?? all.FirstOrDefault(word => given.Length > 2 && word.StartsWith(given, StringComparison.OrdinalIgnoreCase));
        return $"Unknown {kind} '{TextSanitizer.Escape(given)}'.{(near is null ? "" : $" Did you mean '{near}'?")}";
    }
}

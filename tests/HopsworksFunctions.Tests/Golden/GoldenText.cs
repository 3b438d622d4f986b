using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>Legible forms of answers that are the same every time.</summary>
internal static partial class GoldenText
{
    private const int Width = 160;

    /// <summary>Breaks JSON into lines of readable length; fields, their order and each value's text stay as they are.</summary>
    /// <param name="seen">Long array items that were written before, which are not repeated.</param>
    public static string Legible(string json, HashSet<string> seen)
    {
        // The length of a duration must not decide where a line ends, or whether an item was written before.
        using var document = JsonDocument.Parse(Milliseconds().Replace(json, "${1}0"));
        return Legible(document.RootElement, "", seen);
    }

    /// <summary>Returns the messages that a channel received, with their own headers.</summary>
    public static string Of(string channel, IEnumerable<ReceivedRequest> messages)
    {
        var text = new System.Text.StringBuilder();
        foreach (var message in messages)
        {
            text.Append($"### {channel}\n");
            foreach (var name in (string[])["Content-Type", "webhook-id", "webhook-signature", "webhook-timestamp"])
            {
                if (message.Headers.TryGetValue(name, out var value))
                    text.Append($"{name}: {value}\n");
            }
            text.Append($"{Legible(message.Text, [])}\n\n");
        }
        return text.ToString();
    }

    /// <summary>Returns a page without its style and script, which people see but no program relies on.</summary>
    public static string WithoutCode(string html) => Code().Replace(html, "<$1>...</$1>");

    /// <summary>Replaces what differs every time: durations, a host's IDs, places in the audit log, hashes of code, versions.</summary>
    public static string Steady(string text)
    {
        text = Id().Replace(text, "<id>");
        text = Place().Replace(text, "<place>");
        text = Milliseconds().Replace(text, "$1<duration>");
        text = LoggedMilliseconds().Replace(text, "$1<duration> ms");
        text = Hash().Replace(text, "'sha256-<hash>'");
        return Version().Replace(text, "$1<version>\"");
    }

    private static string Legible(JsonElement element, string indent, HashSet<string> seen)
    {
        var raw = element.GetRawText();
        if (raw.Length + indent.Length <= Width)
            return raw;
        var inner = indent + " ";
        return element.ValueKind switch
        {
            JsonValueKind.Array => $"[\n{string.Join(",\n", Items(element, inner, seen))}\n{indent}]",
            JsonValueKind.Object => $"{{{string.Join($"\n{inner}", Lines(element, inner, seen))}}}",
            _ => raw,
        };
    }

    private static IEnumerable<string> Items(JsonElement array, string indent, HashSet<string> seen) =>
        from item in array.EnumerateArray()
        let raw = item.GetRawText()
        select indent + (raw.Length < Width || seen.Add(raw) ? Legible(item, indent, seen) : $"(as above) {raw[..80]}...");

    /// <summary>Puts as many fields on a line as fit.</summary>
    private static IEnumerable<string> Lines(JsonElement element, string indent, HashSet<string> seen)
    {
        var line = "";
        var left = element.GetPropertyCount();
        foreach (var member in element.EnumerateObject())
        {
            var text = $"\"{member.Name}\":{Legible(member.Value, indent, seen)}{(--left > 0 ? "," : "")}";
            if (line.Length > 0 && (text.Contains('\n', StringComparison.Ordinal) || indent.Length + line.Length + text.Length > Width))
            {
                yield return line;
                line = "";
            }
            line += text;
        }
        yield return line;
    }

    [GeneratedRegex("<(style|script)( [^>]*)?>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("[0-9]{19}-[0-9a-f]{24}")]
    private static partial Regex Place();

    [GeneratedRegex("(\"milliseconds\":)[0-9.Ee+-]+")]
    private static partial Regex Milliseconds();

    [GeneratedRegex("(failed, )[0-9]+ ms")]
    private static partial Regex LoggedMilliseconds();

    [GeneratedRegex("'sha256-[A-Za-z0-9+/=]+'")]
    private static partial Regex Hash();

    [GeneratedRegex("(\"(?:version|tzdbVersion)\":\")(?:[0-9]+\\.[0-9]+\\.[0-9]+|20[0-9]{2}[a-z])\"")]
    private static partial Regex Version();
}

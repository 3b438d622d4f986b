using System.Globalization;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A line for spreadsheets (RFC 4180).</summary>
internal static class CsvLine
{
    public static void Write(TextWriter output, IEnumerable<string> fields) =>
        output.Write(string.Join(',', fields.Select(Field)) + "\r\n");

    public static string Number(decimal? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    // A spreadsheet evaluates a field that begins like a formula, even after spaces or with the full-width signs of East Asian keyboards.
    private static string Field(string given)
    {
        var text = TextSanitizer.Escape(given);
        if (given is ['\t' or '\r' or '\n', ..]
            || text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..])
            text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>Options with values that are checked before any request, each with an error that says what would be right.</summary>
internal static class ValueOptions
{
    public static Option<int?> Number(string name, string description, string helpName, int min, int max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument => Read(argument, text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
                ? number : (int?)null, $"{name} must be a whole number from {min} to {max}"),
    };

    /// <summary>Creates an option for a time, or for a date, which means its first instant in UTC.</summary>
    public static Option<Instant?> TimeOrDate(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = argument => Read(argument, InstantText.ParseOrDay, $"{name} must be a date such as 2026-06-01, or a time such as "
            + "2026-06-01T20:00:00Z"),
    };

    /// <summary>Creates an option for one of a few words.</summary>
    public static Option<string?> Choice(string name, string description, string helpName, params string[] words)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument => Read<string>(
                argument, text => Array.Find(words, word => word.Equals(text, StringComparison.OrdinalIgnoreCase)),
                $"{name} must be {string.Join(", ", words[..^1])} or {words[^1]}"),
        };
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>Parses the value of an option's only token, or adds an error that says what would be right.</summary>
    public static T? Read<T>(ArgumentResult argument, Func<string, T?> parse, string expected)
    {
        var text = argument.Tokens[0].Value;
        var value = parse(text);
        if (value is null)
            argument.AddError($"{expected}, not '{text}'.");
        return value;
    }
}

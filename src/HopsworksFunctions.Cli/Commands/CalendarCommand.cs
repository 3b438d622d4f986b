using System.CommandLine;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.Calendars;
using NodaTime.Extensions;
using NodaTime.Text;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>calendar</c>: lists the dates of a calendar, or the calendars.</summary>
internal static class CalendarCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "Name of the calendar. Without a name, lists all calendars.", Arity = ArgumentArity.ZeroOrOne, HelpName = "NAME",
        };
        name.CompletionSources.Add(KnownNames.Calendars);
        var policies = new Option<string?>("--policies")
        {
            Description = "Policy file, or - for standard input. Default: policies.json, otherwise policies.sample.json.",
            HelpName = "FILE",
        };
        var year = new Option<int?>("--year")
        {
            Description = "Year, from last year to five years ahead. Default: this year.", HelpName = "YEAR",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line, for each date or calendar." };
        var command = new Command("calendar", "Show the dates of a calendar, whether from a country, a file or a list.")
        {
            name, policies, year, json,
        };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.GetValue(name), arguments.GetValue(policies), arguments.GetValue(year), arguments.GetValue(json),
            arguments.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        string? name, string? policies, int? year, bool json, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetCurrentInstant();
        var range = CalendarRange.Around(now);
        if (year < range.From.Year || year > range.To.Year)
            throw CliException.Usage($"--year must be from {range.From.Year} to {range.To.Year}, not {year}.");
        var path = policies == "-" ? policies : Workspace.Find().PolicyFile(policies);
        var (text, folder) = await InputFile.ReadAsync(path, cancellationToken);
        var reader = SourceReader.OfDeveloper(folder);
        var parse = await CalendarPolicies.ParseAsync(text, reader, range, cancellationToken);
        ProblemLines.Write(console.Error, path, parse.Problems);
        if (parse.Policies is null)
            return 1;
        var names = CalendarListing.Names(parse);
        if (name is not null && !names.Contains(name))
            throw new CliException(Unknown.Of("calendar", name, names));
        var listings = new List<CalendarListing>();
        foreach (var wanted in name is null ? names : [name])
            listings.Add(await CalendarListing.ReadAsync(parse, wanted, year ?? now.InUtc().Year, reader, cancellationToken));
        if (name is null)
            WriteAll(console.Output, listings, year ?? now.InUtc().Year, json);
        else
            Write(console.Output, listings[0].Dates, json);
        return 0;
    }

    private static void Write(TextWriter output, IReadOnlyList<CalendarEntry> dates, bool json)
    {
        var table = new TextTable(["Date", "", "Name", "From"]);
        foreach (var (date, name, sources) in dates)
        {
            var (day, weekday) = (LocalDatePattern.Iso.Format(date), $"{date.DayOfWeek}"[..3]);
            if (json)
                JsonLine.Write(output, new { Date = day, Weekday = weekday.ToLowerInvariant(), name, sources });
            else
                table.Add([day, weekday, name ?? "-", string.Join(", ", sources)]);
        }
        if (!json)
            table.Write(output);
    }

    private static void WriteAll(TextWriter output, IReadOnlyList<CalendarListing> calendars, int year, bool json)
    {
        var table = new TextTable(["Calendar", new($"Dates in {year}", IsNumber: true), "From"]);
        foreach (var (name, sources, dates) in calendars)
        {
            if (json)
                JsonLine.Write(output, new { name, year, Dates = dates.Count, sources });
            else
                table.Add([name, $"{dates.Count}", string.Join(", ", sources)]);
        }
        if (!json)
            table.Write(output);
    }
}

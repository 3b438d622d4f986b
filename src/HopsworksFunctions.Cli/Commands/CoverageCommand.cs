using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Coverage;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>coverage</c>: the clusters that the policies miss, of a deployed app or of the local state of <c>run</c>.</summary>
internal static class CoverageCommand
{
    public static Command Create()
    {
        var kind = new Option<IReadOnlyList<CoverageKind>?>("--kind")
        {
            Description = $"Only these kinds, and exit code 1 if there are any: {string.Join(", ", CoverageKinds.Words)}; repeatable.",
            HelpName = "KIND[,KIND]",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = Kinds,
        };
        kind.CompletionSources.Add([.. CoverageKinds.Words]);
        var days = ValueOptions.Number(
            "--days", $"Look back so many days for clusters that are always or never running ({CoverageReader.StandardDays}).", "DAYS",
            CoverageReader.MinDays, CoverageReader.MaxDays);
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command(
            "coverage",
            "Show which clusters the policies miss, or are always or never running, and what to do. "
                + $"Reads the app at --url or {AppAddress.UrlVariable}, otherwise the local state of 'hops run'.")
        {
            kind, days, json,
        };
        var appOptions = new AppOptions();
        appOptions.AddTo(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (asked, output) = (arguments.GetValue(kind), arguments.InvocationConfiguration.Output);
            var report = await ReportSource.CoverageAsync(
                appOptions.Of(arguments), asked ?? CoverageKinds.All, arguments.GetValue(days) ?? CoverageReader.StandardDays,
                cancellationToken);
            if (arguments.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(report, HttpJson.Options));
            else
                CoverageTable.Write(Terminal.On(output), report);
            return asked is not null && report.Kinds.Any(its => its.Count > 0) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<CoverageKind>? Kinds(ArgumentResult argument)
    {
        var kinds = CoverageKinds.Parse(argument.Tokens.Select(token => token.Value), out var unknown);
        if (unknown is not null)
            argument.AddError($"{Unknown.Of("kind", unknown, CoverageKinds.Words)} Kinds: {string.Join(", ", CoverageKinds.Words)}.");
        return kinds;
    }
}

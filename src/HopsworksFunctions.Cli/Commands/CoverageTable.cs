using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>A coverage report for people: each kind with its clusters, then the kinds without clusters.</summary>
internal static class CoverageTable
{
    public static void Write(IAnsiConsole console, CoverageReport report)
    {
        var times = report.Kinds.Any(its => its.Kind is CoverageKind.AlwaysUp or CoverageKind.NeverUp)
            ? $" Always and never running: from {TextTable.Minute(report.From)} to {TextTable.Minute(report.To)}." : "";
        Prose.Write(console, $" of {CountText.Of(report.Clusters, "cluster")}.{times}", new("Coverage", "bold"));
        foreach (var kind in report.Kinds.Where(its => its.Count + its.Expected > 0))
            Write(console, kind, [.. report.Findings.Where(its => its.Kind == kind.Kind)]);
        List<string> none = [.. report.Kinds.Where(its => its.Count + its.Expected == 0).Select(its => CamelCase.Of(its.Kind))];
        if (none.Count + report.Notes.Count > 0)
            console.WriteLine();
        if (none.Count > 0)
            Prose.Write(console, $"None: {string.Join(", ", none)}.");
        foreach (var note in report.Notes)
            Prose.Write(console, $"* {note}", style: "dim");
    }

    private static void Write(IAnsiConsole console, CoverageCount kind, IReadOnlyList<CoverageFinding> findings)
    {
        console.WriteLine();
        var expected = kind.Expected == 0 ? "" : $", and {kind.Expected} as wanted";
        Prose.Write(
            console, $" ({CamelCase.Of(kind.Kind)}): {CountText.Of(kind.Count, "cluster")}{expected}", new(kind.Title, "bold"));
        foreach (var same in findings.GroupBy(its => (its.Message, its.Todo, its.Expected)))
        {
            var style = same.Key.Expected ? "dim" : null;
            Prose.WriteIndented(console, new(string.Join(", ", same.Select(NameOf)), style), "  ");
            Prose.WriteIndented(console, new($"{same.Key.Message} {same.Key.Todo}", style), "      ");
        }
    }

    private static string NameOf(CoverageFinding its) => its.Owner is { } owner ? $"{its.Name} ({owner})" : its.Name;
}

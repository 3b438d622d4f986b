using System.Globalization;
using HopsworksFunctions.Core.Reports.Advice;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The advice for a fleet: a line for each rule and cluster, and the details of a requested rule.</summary>
internal static class AdviceTable
{
    public static void Write(FleetAdvice advice, TextWriter output)
    {
        foreach (var doubt in advice.Doubts)
            Prose.Write(output, doubt);
        if (advice.Clusters is [])
        {
            var none = advice.Rule is { } rule ? $"Rule '{rule}' has no observed cluster" : "No cluster is observed";
            Prose.Write(output, $"{none}. Activity is measured where a rule has \"observe\": true and the app has the "
                + "clusters' keys.");
            return;
        }
        foreach (var asked in advice.Rule is null ? [] : advice.Rules)
            AdviceText.Write(asked, output);
        if (advice.Rule is { } played && advice.Rules.Any(its => its is { Schedule: not null, ScheduleName: not null }))
            Prose.Write(output, $"To play these windows over what happened: hops backtest --advised {played}.");
        Prose.Write(output, $"Hours up in a month of 730, as they were and as advised, from {TextTable.Minute(advice.From)} to "
            + $"{TextTable.Minute(advice.To)}. List prices a month. More: hops advise CLUSTER, hops advise --rule RULE.");
        var table = new TextTable(["", "Advice", .. TextColumn.Numbers("Was", "Advised", "Saved USD")]);
        if (advice.Rules.Count > 0)
            table.Add([new("Rule", "bold"), "", "", "", ""]);
        foreach (var shared in advice.Rules)
            Add(table, AdviceText.NameOf(shared), shared);
        table.Add([new("Cluster", "bold"), "", "", "", ""]);
        foreach (var cluster in advice.Clusters)
            Add(table, cluster.Name, cluster);
        table.Write(output);
    }

    private static void Add(TextTable table, string name, WindowAdvice advice) => table.Add(
        [
            $"  {name}", InWords(advice), Hours(advice.Month?.Seen), Hours(advice.Month?.Advised),
            advice.Saved is { } saved ? saved.ListPriceUsd?.ToString("N2", CultureInfo.InvariantCulture) ?? "?" : "-",
        ]);

    /// <summary>Returns the advice in a few words, for one line.</summary>
    private static string InWords(WindowAdvice advice) => advice switch
    {
        { Verdict: AdviceVerdict.NeverBusy } => "never busy",
        { Verdict: AdviceVerdict.AlwaysBusy } => "always busy",
        { Verdict: AdviceVerdict.MostlyUnknown } => "mostly unknown",
        { Verdict: AdviceVerdict.TooFewDays } => "too few days",
        { Idle: { Instead: true, After: var after } } => $"idle after {after}",
        { Windows: [var only] } => only,
        { Windows: { } windows } => $"{windows[0]} +{windows.Count - 1}",
        _ => "",
    };

    private static string Hours(double? hours) => hours?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}

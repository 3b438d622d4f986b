using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Policies.Decisions;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Output;

/// <summary>A printed line for each freeze in force.</summary>
internal static class FreezeLines
{
    public static void Write(IAnsiConsole console, IEnumerable<FreezeJson> freezes)
    {
        foreach (var freeze in freezes)
        {
            var reason = freeze.Reason is null ? "" : $" (\"{freeze.Reason}\")";
            var text = $": {freeze.By} froze {Freeze.WhatOf(freeze.Rule)} until {EndOf(freeze)}{reason}. Nothing is started or stopped.";
            Prose.Write(console, text, new("Frozen", "red"));
        }
    }

    public static string EndOf(FreezeJson freeze) =>
        freeze.Until is { } until ? $"{TextTable.Time(until)} UTC" : "someone unfreezes it";
}

using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The advice for one cluster or rule, as text for people.</summary>
internal static class AdviceText
{
    public const string HowToMeasure = "It is measured where its rule has \"observe\": true and the app has the cluster's key.";

    public static void Write(ClusterAdvice advice, TextWriter output) => Write(advice, advice.Name, "It was", output);

    public static void Write(RuleAdvice advice, TextWriter output)
    {
        var name = $"Rule '{NameOf(advice)}'";
        Write(advice, name, "Together its clusters were", output);
        if (advice.Windows is null)
            return;
        Name(AdviceVerdict.Needs, "Covered less than wanted", cluster => cluster.Falls, c => $"{c.Name} ({Percent(c.Coverage!.Value)})");
        Name(
            AdviceVerdict.AlwaysBusy, "Busy nearly all of the time, and covered less than wanted", cluster => cluster.Falls,
            c => $"{c.Name} ({Percent(c.Coverage!.Value)})");
        Name(AdviceVerdict.NeverBusy, "Never seen busy", _ => true, cluster => cluster.Name);
        Name(AdviceVerdict.TooFewDays, "Not counted, because they were seen on too few days", _ => true, cluster => cluster.Name);
        Name(AdviceVerdict.MostlyUnknown, "Not counted, because their activity is mostly unknown", _ => true, cluster => cluster.Name);

        void Name(AdviceVerdict verdict, string what, Func<RuleCluster, bool> which, Func<RuleCluster, string> word)
        {
            List<string> names = [.. advice.Clusters.Where(c => c.Verdict == verdict && which(c)).Select(word)];
            if (names.Count > 0)
                Prose.Write(output, $"{what}: {string.Join(", ", names)}.");
        }
    }

    /// <summary>Returns the rule's name, with the schedule's name if the clusters choose their schedule by a tag.</summary>
    public static string NameOf(RuleAdvice rule) => rule.ScheduleName is { } schedule ? $"{rule.Name} ({schedule})" : rule.Name;

    /// <param name="was">The beginning of a sentence in the past tense, such as <c>It was</c>.</param>
    private static void Write(WindowAdvice advice, string name, string was, TextWriter output)
    {
        Prose.Write(output, advice.Verdict switch
        {
            AdviceVerdict.Needs => Needs(advice, name),
            AdviceVerdict.NeverBusy => $"{name} was never seen busy on {Days(advice)}, and nobody started it. Is it still needed?",
            AdviceVerdict.AlwaysBusy =>
                $"{name} was busy nearly all of the time on {Days(advice)}. Windows would only interrupt its work.",
            AdviceVerdict.MostlyUnknown => $"There is no advice for {name}: its activity was unknown for more than half of the "
                + $"time. {HowToMeasure}",
            AdviceVerdict.TooFewDays when advice is { DaysSeen: 0, Month: null } =>
                $"There is no advice for {name}: it was not seen in this period.",
            AdviceVerdict.TooFewDays when advice.DaysSeen == 0 =>
                $"There is no advice for {name}: its activity was not measured in this period. {HowToMeasure}",
            AdviceVerdict.TooFewDays => $"There is no advice for {name} yet: it was seen on {Days(advice)}, and advice needs "
                + $"{Advisor.LeastDays}.",
        });
        if (advice.Schedule is not { } schedule)
            return;
        // People write JSON with a space after each comma and colon.
        (string Name, object? Value)[] members =
            [("timeZone", schedule.TimeZone), ("up", schedule.Up), ("except", schedule.Except)];
        var pasted = members.Where(member => member.Value is not null).Select(member => $"\"{member.Name}\": {Json(member.Value)}");
        output.WriteLine($"  {{ {string.Join(", ", pasted)} }}");
        foreach (var sentence in Evidence(advice, was))
            Prose.Write(output, sentence);
        WriteFields(advice, output);
    }

    private static IEnumerable<string> Evidence(WindowAdvice advice, string was)
    {
        if (advice.LastWeek is { } lastWeek)
        {
            yield return $"As a check: without the last week's data the same search gives windows that cover {Percent(lastWeek)} of "
                + "that week's busy time.";
        }
        if (advice.Month is { Advised: { } advised, Saved: { } saved } month)
        {
            yield return $"{was} up {Number(month.Seen)} hours a month, by the share of the time that was seen, of 730 hours. "
                + (saved > 0
                    ? $"These windows are up {Number(advised)} and save {Number(saved)}{Price(advice.Saved)}."
                    : $"These windows are up {Number(advised)}, so they save nothing.");
        }
        if (advice.Saved?.Unpriced is { } unpriced)
            yield return unpriced;
        if (advice.BusyOutside > 0)
        {
            yield return $"{Number(advice.BusyOutside.Value)} busy hours of this period lie outside the windows. People would have had to "
                + "start the cluster for them, or do without.";
        }
        if (advice.LeftOut > 0)
            yield return $"{CountText.Of(advice.LeftOut, "date")} that the schedule excludes were left out.";
        if (advice.Down > 0)
        {
            yield return $"{was} down {Percent(advice.Down)} of the time. Nobody knows whether it was needed then, except where a "
                + "person started it.";
        }
    }

    /// <summary>Writes the fields that the rule could have in addition to the windows, or instead of them.</summary>
    private static void WriteFields(WindowAdvice advice, TextWriter output)
    {
        if (advice.Drain is { } drain)
        {
            Prose.Write(output, $"At {drain.Late} of {CountText.Of(drain.Ends, "end")} of these windows the work went on; nine times of "
                + $"ten it was over in {drain.AtMost}. For the rule:");
            output.WriteLine($"  \"drain\": {{ \"idle\": \"{drain.Idle}\", \"atMost\": \"{drain.AtMost}\" }}");
        }
        if (advice.StartAhead is { } start)
        {
            Prose.Write(output, $"The longest of {CountText.Of(start.Starts, "start")} took {start.Time}. For the rule:");
            output.WriteLine($"  \"startAhead\": \"{start.Time}\"");
        }
        if (advice.Idle is { } idle)
        {
            var why = idle.Instead ? "Better than these windows" : "Or, without windows";
            Prose.Write(output, $"{why}: if people started the cluster for each piece of work, {Number(idle.Starts)} times a week, and "
                + $"it were stopped when idle, it would be up {Number(idle.HoursUp)} hours a week. For the rule:");
            output.WriteLine($"  \"idle\": {{ \"after\": \"{idle.After}\" }}");
        }
    }

    private static string Price(SavedMonth? saved) => saved?.ListPriceUsd is { } dollars
        ? $", worth {dollars.ToString("N2", CultureInfo.InvariantCulture)} US dollars ({saved.Label})" : "";

    private static string Needs(WindowAdvice advice, string name) =>
        $"{name} needs {Number(advice.HoursUp!.Value)} of 168 hours a week. By {Days(advice)} these windows cover "
        + $"{Percent(advice.Coverage!.Value)} of the half hours in which it was busy:";

    private static string Days(WindowAdvice advice) => CountText.Of(advice.DaysSeen, "day");

    private static string Number(double number) => number.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static string Json(object? value) => value is IReadOnlyList<string> texts
        ? $"[{string.Join(", ", texts.Select(text => JsonSerializer.Serialize(text, HttpJson.Options)))}]"
        : JsonSerializer.Serialize(value, HttpJson.Options);
}

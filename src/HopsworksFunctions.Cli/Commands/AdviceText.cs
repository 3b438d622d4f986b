using System.Globalization;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>Advice for one cluster, as people read it.</summary>
internal static class AdviceText
{
    public const string HowToMeasure = "It is measured where its rule has \"observe\": true and the app has the cluster's key.";

    public static void Write(ClusterAdvice advice, TextWriter output)
    {
        Prose.Write(output, advice.Verdict switch
        {
            AdviceVerdict.Needs => Needs(advice),
            AdviceVerdict.NeverBusy => $"{advice.Name} was never seen busy on {Days(advice)}, and nobody started it. Is it still needed?",
            AdviceVerdict.MostlyUnknown => $"There is no advice for {advice.Name}: its activity was unknown for more than half of the "
                + $"time. {HowToMeasure}",
            AdviceVerdict.TooFewDays => $"There is no advice for {advice.Name} yet: it was seen on {Days(advice)}, and advice needs "
                + $"{Advisor.LeastDays}.",
        });
        if (advice.Windows is not { } windows)
            return;
        var up = string.Join(", ", windows.Select(window => $"\"{window}\""));
        output.WriteLine($"  {{ \"timeZone\": \"{advice.TimeZone}\", \"up\": [{up}] }}");
        if (advice.LastWeek is { } lastWeek)
        {
            Prose.Write(output, $"As a check: without the last week's data the same search gives windows that cover {Percent(lastWeek)} of "
                + "that week's busy time.");
        }
        if (advice.Down > 0)
        {
            Prose.Write(output, $"It was down {Percent(advice.Down)} of the time. Nobody knows whether it was needed then, except where a "
                + "person started it.");
        }
    }

    private static string Needs(ClusterAdvice advice)
    {
        var hours = advice.HoursUp!.Value.ToString("0.#", CultureInfo.InvariantCulture);
        return $"{advice.Name} needs {hours} of 168 hours a week. By {Days(advice)} these windows cover "
            + $"{Percent(advice.Coverage!.Value)} of the half hours in which it was busy:";
    }

    private static string Days(ClusterAdvice advice) => CountText.Of(advice.DaysSeen, "day");

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}

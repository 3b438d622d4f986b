using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Reports.Coverage;

/// <summary>The texts of coverage reports, shared by HTTP, the command line and the dashboard.</summary>
internal static class CoverageText
{
    private const int MaxNamed = 10;

    public static string Title(CoverageKind kind) => kind switch
    {
        CoverageKind.InError => "In error",
        CoverageKind.NearlyProtected => "Nearly protected",
        CoverageKind.NoRule => "No rule",
        CoverageKind.UnknownSchedule => "Unknown schedule",
        CoverageKind.NearlyMatched => "Nearly matched",
        CoverageKind.NotMeasured => "Activity not measured",
        CoverageKind.AlwaysUp => "Always running",
        CoverageKind.NeverUp => "Never running",
        CoverageKind.NoOwner => "No owner",
    };

    public static CoverageSentences InError(CoverageCluster its)
    {
        var cluster = its.Cluster;
        if (cluster.State == ClusterState.Unknown)
        {
            return new($"The app does not know the state '{cluster.StateText}', so it does not act on the cluster.",
                "Check it in Hopsworks.ai. If the state is right, a newer version of the app may know it.");
        }
        var error = cluster.ErrorMessage is { Length: > 0 } message ? $": {SentenceText.End(message)}" : ".";
        return new($"In state {cluster.StateText}{error}",
            $"Repair it in Hopsworks.ai.{(Actionability.Manages(its.Rule) ? $" Rule '{its.Rule.Name}' then applies again." : "")}");
    }

    public static CoverageSentences NoRule() => new(
        "No rule matches, so the app neither stops nor starts it.",
        "Add a rule for it. If it is meant to be left alone, add one with \"protect\": true or \"manage\": false.");

    /// <summary>Describes a cluster that the app treats as protected.</summary>
    public static CoverageSentences NearMatch(CoverageCluster its) => new(
        Capital($"{MatchText.AlmostMatches(its.Rule!, its.Cluster)}. The app treats it as protected."),
        $"{MatchText.Advice(its.Rule!, its.Cluster)}.");

    /// <summary>Describes a cluster that another rule matches, or no rule.</summary>
    public static CoverageSentences Missed(CoverageCluster its, Rule rule, NearMatch by)
    {
        var what = !rule.IsGuard ? "" : rule.Protect ? ", which protects" : ", which has \"manage\": false";
        var applies = its.Rule is { } other ? $"Rule '{other.Name}' applies instead." : "No rule applies.";
        return new($"Almost matches rule '{rule.Name}'{what} ({by.Text}). {applies}",
            $"If this is a mistake, fix the {by.Field} or the rule. If not, add a rule that matches this {by.Field}.");
    }

    public static CoverageSentences UnknownSchedule(CoverageCluster its)
    {
        var (problem, advice) = MatchText.UnknownSchedule(its.Rule!, its.Cluster);
        var schedules = its.Rule!.ScheduleTag!.Schedules;
        return new(Capital($"{problem}, so the app does not act on it."),
            $"{(advice is null ? "Fix the tag." : SentenceText.End(advice))} Schedules: {CountText.Names(schedules, MaxNamed)}.");
    }

    public static CoverageSentences NotMeasured(CoverageCluster its)
    {
        const string Todo = "Store or correct the cluster's own API key in Key Vault, and check that the app reaches its address.";
        return its is { Rule.Probe: not null, Record.Unmeasured: { } unmeasured }
            ? new($"Its activity checks fail, so {IncidentText.WithoutActivity(its.Rule)}. "
                + Capital(SentenceText.End(unmeasured.Why)), Todo)
            : new("Its activity checks fail, so its history does not say when it is busy, and there is no advice for it.", Todo);
    }

    public static CoverageSentences NoOwner() => new(
        "No tag owner or team says whom to ask.", "Add the tag owner, with a person's or a team's name.");

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}

using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Coverage.CoverageFindingsTests;

namespace HopsworksFunctions.Tests.Reports.Coverage;

/// <summary>The counts of a report, the order of its findings, and what it admits not to know.</summary>
public sealed class CoverageReportTests
{
    [Fact]
    public void A_report_counts_each_kind_that_is_asked_for_and_lists_what_is_wanted_last()
    {
        CoverageCluster[] clusters =
            [Its("p", "owner=a;env=prod", 14, 0), Its("lab-2", "", 14, 0), Its("dev-1", "owner=a", 14, 0), Its("x", "owner=a")];

        var report = CoverageReader.Of(
            clusters, [CoverageKind.NoRule, CoverageKind.AlwaysUp, CoverageKind.NeverUp], Times,
            new(new(CoverageFindingsTests.Policies), Times, null), ["A note."]);

        Assert.Equal((Now - Duration.FromDays(14), Now, 14, 4), (report.From, report.To, report.Days, report.Clusters));
        Assert.Equal(
            ["No rule: 1 and 0", "Always running: 2 and 1", "Never running: 0 and 0"],
            report.Kinds.Select(its => $"{its.Title}: {its.Count} and {its.Expected}"));
        Assert.Equal(["x", "dev-1", "lab-2", "p"], report.Findings.Select(its => its.Name));
        Assert.Equal(["A note."], report.Notes);
    }

    [Fact]
    public void Notes_say_of_which_clusters_and_times_nothing_is_known()
    {
        CoverageCluster[] clusters =
        [
            Its("dev-1", "", 3, 0), Its("dev-2", "", 3, 4), Its("new", "", 0, 1),
            Its("dev-3", "", 0, 0, change: its => its with { State = ClusterState.Error }),
        ];
        const string Fresh = "Known for less than 7 days, so the app does not say whether they are always or never running: dev-1, new.";

        Assert.Equal([Fresh], CoverageReader.Notes(clusters, Times, 0));
        Assert.Equal(
            [
                "The last run that listed the clusters was at 2026-12-07T12:00:00Z. What is always or never running is as of then.", Fresh,
                "2 audit entries could not be read and are left out.",
            ],
            CoverageReader.Notes(clusters, Times with { Now = Now + Duration.FromHours(2) }, 2));
        Assert.Equal(
            ["No run has listed the clusters yet, so the app does not say whether they are always or never running."],
            CoverageReader.Notes(clusters, Times with { Until = null }, 0));
        Assert.Equal(
            "Known for less than 2 days", CoverageReader.Notes([Its("dev-1", "", 1.9, 0)], Times with { Days = 2 }, 0).Single()[..26]);
    }
}

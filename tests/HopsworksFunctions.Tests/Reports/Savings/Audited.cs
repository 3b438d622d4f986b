using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Reports.Savings;

/// <summary>Audit entries as runs write them, with instants as text in UTC, such as <c>2026-03-27 18:04</c>.</summary>
internal static class Audited
{
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public static Instant At(string text) => Minute.Parse(text).Value;

    /// <summary>Returns the sight of a cluster stopped by the policies.</summary>
    public static AuditEntry Down(string cluster, string at, NodeList nodes, string rule = "dev") =>
        Entry(cluster, at, AuditKind.WentDown) with
        {
            Cause = Cause.Policy,
            Left = At(at) - Duration.FromMinutes(5),
            Nodes = nodes,
            Rule = rule
        };

    public static AuditEntry DownByHand(string cluster, string at) =>
        Entry(cluster, at, AuditKind.WentDown) with { Cause = Cause.Manual, Left = At(at) - Duration.FromMinutes(5) };

    /// <param name="left">When the app sent its start, or when the cluster was last seen stopped.</param>
    public static AuditEntry Up(string cluster, string at, string left, Cause cause = Cause.Policy) =>
        Entry(cluster, at, AuditKind.CameUp) with { Cause = cause, Left = At(left) };

    public static AuditEntry Start(string cluster, string at, AuditStep step) => Entry(cluster, at, AuditKind.Start) with { Step = step };

    public static AuditEntry Entry(string cluster, string at, AuditKind kind) =>
        new(At(at), "r", "timer", kind, "") { ClusterId = cluster, ClusterName = cluster };

    public static NodeList Nodes(Cloud cloud, string region, AutoscaledNodes? autoscaled, params NodeGroup[] groups) =>
        new(cloud, region, false, groups, autoscaled);
}

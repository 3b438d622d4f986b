using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>What a newcomer's first run over the emulated fleet shows.</summary>
public sealed class SampleFleetTests
{
    [Theory]
    [InlineData("2026-06-02T10:30:00Z")]
    [InlineData("2026-06-02T17:00:00Z")]
    [InlineData("2026-06-03T23:59:59Z")]
    [InlineData("2026-03-29T01:30:00Z")] // a Sunday, as clocks go forward
    [InlineData("2026-10-25T00:30:00Z")] // a Sunday, as clocks go back
    [InlineData("2026-12-28T05:58:00Z")]
    [InlineData("2026-11-30T06:01:00Z")] // minutes after most clusters start or stop
    [InlineData("2026-11-30T06:05:00Z")]
    [InlineData("2026-11-30T06:08:30Z")]
    [InlineData("2026-11-30T06:11:00Z")]
    [InlineData("2026-11-30T06:17:00Z")]
    public async Task Shows_a_stop_a_start_and_clusters_left_alone_at_any_hour(string text)
    {
        var now = InstantPattern.ExtendedIso.Parse(text).Value;
        var policies = PolicyFile.Parse(await File.ReadAllBytesAsync(Repository.PathTo("policies.sample.json"),
            TestContext.Current.CancellationToken)).Policies!;

        var past = await EmulatedPast.PlayAsync(policies, EmulatedShare.All, now, TestContext.Current.CancellationToken);

        var decisions = past.FleetAt(now.ToDateTimeOffset()).Select(ClusterView.Of).Select(cluster =>
        {
            var rule = policies.RuleFor(cluster);
            var record = ClusterObserver.Observe(
                past.Account.Records.GetValueOrDefault(cluster.Id), cluster, rule, null, policies.Limits.Retry, now);
            var hold = past.Account.Holds.GetValueOrDefault(cluster.Id);
            return PolicyEngine.Decide(cluster, rule, record, hold, policies.Limits.Retry, now, now + NodaTime.Duration.FromMinutes(5));
        }).ToList();
        Assert.Contains(decisions, d => d.Action == ClusterAction.Stop);
        Assert.Contains(decisions, d => d.Action == ClusterAction.Start);
        Assert.Contains(decisions, d => d.Reason == Reason.NotManaged);
        Assert.Contains(decisions, d => d.Reason == Reason.Protected);
        var audit = await past.AuditAsync(TestContext.Current.CancellationToken);
        Assert.Contains(audit, e => e is { Kind: AuditKind.Hold, By: "anna" });
        Assert.True(audit.Count(e => e is { Kind: AuditKind.Stop, Step: AuditStep.Accepted }) >= 20);
        Assert.All(audit, e => Assert.Equal("emulated past", e.Trigger));
    }
}

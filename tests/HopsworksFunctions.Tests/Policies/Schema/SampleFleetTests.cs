using CsCheck;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schema;

/// <summary>What a newcomer's first run over the emulated fleet shows.</summary>
public sealed class SampleFleetTests
{
    [Fact]
    public void Shows_a_stop_a_start_and_clusters_left_alone_at_any_hour()
    {
        var policies = PolicyFile.Parse(File.ReadAllBytes(Repository.PathTo("policies.sample.json"))).Policies!;
        Gen.Int[0, 5 * 365 * 1440].Sample(
            minute =>
            {
                var now = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minute);
                var decisions = SeededFleet.Create(now.ToDateTimeOffset()).Select(ClusterView.Of).Select(cluster =>
                {
                    var rule = policies.RuleFor(cluster);
                    var known = rule is { Protect: false, Manage: true } && Gate.PowerOf(cluster) is { } power ? SeededRecords.Record(cluster, rule, power, now) : null;
                    var record = Sight.See(known, cluster, rule, null, policies.Limits.StartRetry, now);
                    return PolicyEngine.Decide(cluster, rule, record, null, policies.Limits.StartRetry, now);
                }).ToList();
                Assert.Contains(decisions, d => d.Action == ClusterAction.Stop);
                Assert.Contains(decisions, d => d.Action == ClusterAction.Start);
                Assert.Contains(decisions, d => d.Reason == Reason.NotManaged);
                Assert.Contains(decisions, d => d.Reason == Reason.Protected);
            },
            iter: 2 * Check.Iter);
    }
}

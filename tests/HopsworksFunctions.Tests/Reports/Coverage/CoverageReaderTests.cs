using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Coverage;

/// <summary>When clusters ran in the 14 days before June 15, according to their records and the audit log.</summary>
public sealed class CoverageReaderTests
{
    private static readonly Instant Now = At("2026-06-15 12:00");

    private readonly MemoryAuditLog log = new();
    private readonly List<Instant> asked = [];
    private readonly List<ClusterReport> listed = [];

    private async Task AddAsync(string name, string since, bool isUp, params (string At, bool Up)[] changes)
    {
        var cluster = isUp ? Bench.Running(name) : Bench.Stopped(name);
        var record = new ClusterRecord
        {
            ClusterId = name, Name = name, FirstSeen = At("2026-01-01 00:00"), PowerSince = At(since),
            Power = isUp ? PowerState.Up : PowerState.Down,
        };
        listed.Add(new(cluster, new(ClusterAction.None, Reason.NoRule, null, record)) { Before = record });
        foreach (var (at, up) in changes)
        {
            var entry = Entry(name, at, up ? AuditKind.CameUp : AuditKind.WentDown) with { Left = At(at) };
            await log.AppendAsync(entry, TestContext.Current.CancellationToken);
        }
    }

    private async Task<CoverageReport> ReadAsync(bool wasRun = true, int days = 14)
    {
        var bench = new Bench();
        if (wasRun)
        {
            await bench.Store.AddAsync(
                new("r", "timer", Now.ToDateTimeOffset(), Now.ToDateTimeOffset(), RunOutcome.Ok, null, null, new(0, 0, 0, 0)),
                TestContext.Current.CancellationToken);
        }
        var counted = new Mock<IAuditLog>();
        counted.Setup(its => its.ReadAsync(It.IsAny<AuditQuery>(), It.IsAny<CancellationToken>()))
            .Returns((AuditQuery query, CancellationToken stop) =>
            {
                lock (asked)
                    asked.Add(query.From!.Value);
                return log.ReadAsync(query, stop);
            });
        var plan = new RunReport
        {
            Id = "p", Account = "test", Trigger = "test", StartedAt = Now, Outcome = RunOutcome.Ok, Clusters = listed,
        };
        return await new CoverageReader(bench.Store, new(counted.Object, null), bench.PolicySource).ReadAsync(
            plan, [CoverageKind.AlwaysUp, CoverageKind.NeverUp], days, null, TestContext.Current.CancellationToken);
    }

    private static string Words(CoverageReport report) =>
        string.Join(", ", report.Findings.Select(its => $"{its.Name} {its.Kind}: {its.Message.Split('.')[0]}"));

    [Fact]
    public async Task Clusters_that_stop_each_night_need_no_more_than_their_last_days()
    {
        await AddAsync("nightly", "2026-06-15 07:00", isUp: true, ("2026-06-14 19:00", false), ("2026-06-15 07:00", true));
        await AddAsync("down-since-june-5", "2026-06-05 19:00", isUp: false, ("2026-06-05 19:00", false));
        await AddAsync("up-since-may", "2026-05-01 07:00", isUp: true);
        await AddAsync("down-since-may", "2026-05-01 19:00", isUp: false);

        var report = await ReadAsync();

        Assert.Equal(
            "up-since-may AlwaysUp: Ran for all of the last 14 days, down-since-may NeverUp: Stopped for all of the last 14 days",
            Words(report));
        Assert.Equal(At("2026-06-13 12:00"), asked.Min());
        Assert.Empty(report.Notes);
    }

    [Fact]
    public async Task A_cluster_that_was_restarted_is_read_to_the_first_of_the_days()
    {
        await AddAsync("restarted", "2026-06-14 07:20", isUp: true, ("2026-06-14 07:00", false), ("2026-06-14 07:20", true));
        await AddAsync("stopped-at-first", "2026-06-14 07:20", isUp: true,
            ("2026-06-01 19:00", false), ("2026-06-01 21:00", true), ("2026-06-14 07:00", false), ("2026-06-14 07:20", true));

        var report = await ReadAsync();

        Assert.Equal("restarted AlwaysUp: Ran for all of the last 14 days but 20 minutes", Words(report));
        Assert.Equal(At("2026-06-01 12:00"), asked.Min());
    }

    [Fact]
    public async Task Before_the_first_run_nothing_is_said_of_when_clusters_ran()
    {
        await AddAsync("up-since-may", "2026-05-01 07:00", isUp: true);

        var report = await ReadAsync(wasRun: false);

        Assert.Empty(report.Findings);
        Assert.Equal(report.From, report.To);
        Assert.StartsWith("No run has listed the clusters yet", Assert.Single(report.Notes), StringComparison.Ordinal);
    }
}

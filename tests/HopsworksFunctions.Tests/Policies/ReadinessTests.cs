using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

public sealed class ReadinessTests
{
    private static readonly Instant Seven = Instant.FromUtc(2026, 6, 2, 7, 0);
    private static readonly Rule Rule = PolicyText.Valid("""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'dev', 'match': {}, 'schedule': 'office', 'startAhead': '15m' } ] }
        """).Rules[0];

    private static readonly ClusterRecord Record = new() { ClusterId = "a", Name = "a", Power = PowerState.Up };
    private static readonly Cluster Up = Bench.Running("a");
    private static readonly IReadOnlyList<WorkerGroup> Two = [new("m5.2xlarge", 256, 2)];

    public static readonly TheoryData<string, ClusterRecord, Cluster, string?> States = new()
    {
        { "it runs", Record, Up, null },
        { "it stops", Record, Bench.Stopping("a"), "stopping" },
        {
            "its service is not up", Record, Up with { State = ClusterState.Starting, StateText = "starting-hopsworks" },
            "starting-hopsworks"
        },
        { "its worker nodes are missing", Record with { Workers = Two }, Up, "without 2 × m5.2xlarge" },
        { "its worker nodes are back", Record with { Workers = Two }, Up with { Workers = Two }, null },
        { "it does not answer", Record with { Unmeasured = new(1, "timeout") { NoService = true } }, Up, "its service does not answer" },
        { "nobody may ask it", Record with { Unmeasured = new(1, "its API key was rejected") }, Up, null },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Usable_is_who_runs_with_worker_nodes_and_a_service(string what, ClusterRecord record, Cluster cluster, string? why)
    {
        Assert.NotNull(what);
        Assert.Equal(why, Readiness.WhyNot(record, cluster, Rule));
    }

    [Fact]
    public void What_is_seen_ahead_of_the_window_counts_only_if_it_lasts_until_the_window()
    {
        var ahead = See(Record, Up, Seven - Duration.FromMinutes(10));
        var lost = See(ahead, Bench.Stopping("a"), Seven);
        var back = See(lost, Up, Seven + Duration.FromMinutes(20));
        var later = See(back, Bench.Stopping("a"), Seven + Duration.FromHours(3));

        Assert.Equal(new(Seven, Seven, Seven - Duration.FromMinutes(10)), ahead.Ready);
        Assert.Equal(new(Seven, Seven, null) { Counted = Seven }, lost.Ready);
        Assert.False(lost.Ready!.IsInTime);
        Assert.Equal(new(Seven, Seven, Seven + Duration.FromMinutes(20)) { Counted = Seven }, back.Ready);
        Assert.False(back.Ready!.IsInTime);
        Assert.Same(back, later);
        Assert.Equal(Seven + Duration.FromDays(1), See(later, Up, Seven + Duration.FromDays(1)).Ready!.For);
    }

    [Fact]
    public void A_start_that_is_sent_when_the_window_begins_has_half_an_hour()
    {
        var rule = Rule with { StartAhead = null };
        var sent = Readiness.Observe(Record, Bench.Stopped("a"), rule, isExpected: true, Seven);
        var up = Readiness.Observe(sent, Up, rule, isExpected: true, Seven + Duration.FromMinutes(15));
        var counted = Readiness.Observe(up, Up, rule, isExpected: true, Seven + Duration.FromMinutes(30));

        Assert.Equal(new(Seven, Seven + Duration.FromMinutes(30), null), sent.Ready);
        Assert.Equal(counted.Ready! with { Counted = null }, up.Ready);
        Assert.Equal((true, Seven + Duration.FromMinutes(15)), (counted.Ready!.IsInTime, counted.Ready.At));
    }

    [Fact]
    public void A_window_that_began_long_before_anyone_looked_says_nothing()
    {
        Assert.Same(Record, See(Record, Up, Seven + Duration.FromHours(2)));
        Assert.True(See(Record, Up, Seven + Duration.FromMinutes(59)).Ready!.IsInTime);
        Assert.Same(Record, Readiness.Observe(Record, Up, Rule, isExpected: false, Seven));
        Assert.Same(Record, Readiness.Observe(Record, Up, null, isExpected: true, Seven));
    }

    /// <summary>Messages as EC2, Azure and Compute Engine send them, and Hopsworks.ai's own.</summary>
    [Theory]
    [InlineData("An error occurred (InsufficientInstanceCapacity) when calling the RunInstances operation: We currently do not have "
        + "sufficient m5.2xlarge capacity in the Availability Zone you requested", ShortageKind.Capacity)]
    [InlineData("You have requested more vCPU capacity than your current vCPU limit of 32 allows (VcpuLimitExceeded)", ShortageKind.Quota)]
    [InlineData("Code: ZonalAllocationFailed. Message: Allocation failed.", ShortageKind.Capacity)]
    [InlineData("Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota", ShortageKind.Quota)]
    [InlineData("ZONE_RESOURCE_POOL_EXHAUSTED", ShortageKind.Capacity)]
    [InlineData("Quota 'CPUS' exceeded. Limit: 24.0 in region us-central1.", ShortageKind.Quota)]
    [InlineData("Failed to start the head node: quota exceeded", ShortageKind.Quota)]
    [InlineData("Failed to start the head node: the image does not exist", null)]
    public void What_a_cloud_lacks_is_told_by_its_words(string words, ShortageKind? kind)
    {
        var found = Shortage.Of(Up with { Cloud = Cloud.Aws, Region = "eu-north-1", ErrorMessage = words }, Record);

        Assert.Equal((kind, kind is null ? null : "AWS eu-north-1"), (found?.Kind, found?.Where));
    }

    private static ClusterRecord See(ClusterRecord record, Cluster cluster, Instant at) =>
        Readiness.Observe(record, cluster, Rule, isExpected: true, at);
}

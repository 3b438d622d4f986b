using System.Text;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Emulator;
using HopsworksFunctions.Tests.LocalHost;

namespace HopsworksFunctions.Tests.IdleProbes;

/// <summary>Activity checks by YARN's metrics, over a socket.</summary>
public sealed class ActivityChecksTests
{
    private static readonly Fault Never = Fault.Delay(TimeSpan.FromDays(1));

    public static TheoryData<string, Fault> Faults => new()
    {
        { "its API key was rejected (HTTP 401, error 320002)", Fault.Gateway(401) },
        { "its API key lacks a scope, or its user a role (HTTP 403, error 320004)", Fault.Gateway(403) },
        { "unexpected answer (HTTP 500, error 100056)", Fault.Gateway(500) },
        { "unexpected answer (HTTP 404)", Fault.Gateway(404) with { Body = "not found" } },
        { "unexpected answer (HTTP 503)", Fault.Gateway(503) with { Body = "<html>down</html>" } },
        { "it redirects (HTTP 302)", Fault.Gateway(302) with { Body = "" } },
        { "its answer is not JSON (HTTP 200)", Fault.Gateway(200) with { Body = "<html>login</html>" } },
        { "it answers with an error (HTTP 200, error 100053)", Fault.Gateway(200) with { Body = """{"errorCode":100053}""" } },
        { "its YARN metrics are missing", Fault.Gateway(200) with { Body = """{"deploying":0}""" } },
        { "its answer is too large", Fault.Gateway(200) with { Body = new string(' ', 9 << 20) } },
        { "its answer is not JSON (HTTP 200)", new Fault(FaultKind.Empty) },
        { "its answer is not JSON (HTTP 200)", new Fault(FaultKind.Malformed) },
        { "it closed the connection early", new Fault(FaultKind.Closed) },
        { "it closed the connection early", new Fault(FaultKind.ClosedMidBody) },
    };

    [Theory]
    [InlineData(EmulatedActivity.Idle, Activity.Quiet, 41L)]
    [InlineData(EmulatedActivity.Busy, Activity.Busy, null)]
    [InlineData(EmulatedActivity.Unreachable, Activity.Unknown, null)]
    public async Task Finds_what_the_cluster_is_doing(EmulatedActivity activity, Activity expected, long? submitted)
    {
        await using var rig = await ProbeRig.StartAsync(options => options with { Clusters = [Emulated.C1 with { Activity = activity }] });
        var sample = await rig.SampleAsync();
        Assert.Equal((expected, submitted), (sample.Activity, sample.AppsSubmitted));
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Takes_every_fault_for_unknown_and_asks_once(string why, Fault fault)
    {
        await using var rig = await ProbeRig.StartAsync();
        rig.Emulator.Faults.Add(fault);
        var sample = await rig.SampleAsync();
        Assert.Equal((Activity.Unknown, why), (sample.Activity, sample.Why));
        Assert.Single(rig.Emulator.Calls.All);
    }

    [Theory]
    [InlineData(FaultKind.Delay)]
    [InlineData(FaultKind.SlowBody)]
    public async Task Gives_up_an_answer_that_takes_too_long(FaultKind kind)
    {
        await using var rig = await ProbeRig.StartAsync();
        rig.Emulator.Faults.Add(Never with { Kind = kind });
        var sampling = rig.SampleAsync();
        await CalledAsync(rig, 1);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("no complete answer within 10 seconds", (await sampling).Why);
    }

    [Theory]
    [InlineData("cannot connect", "http://127.0.0.1:1")]
    [InlineData("its host name cannot be resolved", "https://no-such-host.invalid")]
    [InlineData("its address is not https", "http://example.invalid")]
    [InlineData("the cluster has no address", null)]
    public async Task Says_what_is_wrong_with_the_address(string why, string? url)
    {
        await using var rig = await ProbeRig.StartAsync();
        var target = rig.Target();
        Assert.Equal(
            why, (await rig.SampleAsync(target with { Cluster = target.Cluster with { Url = url } })).Why);
    }

    [Fact]
    public async Task Does_not_trust_a_certificate_of_nobody()
    {
        using var certificate = LoopbackCertificate.Create();
        await using var rig = await ProbeRig.StartAsync(options => options with { ClusterCertificate = certificate });
        var sample = await rig.SampleAsync();
        Assert.Equal(Activity.Unknown, sample.Activity);
        Assert.StartsWith("its certificate is not trusted (", sample.Why, StringComparison.Ordinal);
        Assert.Empty(rig.Emulator.Calls.All);
    }

    [Fact]
    public async Task Says_that_there_is_no_key()
    {
        await using var rig = await ProbeRig.StartAsync();
        rig.Secrets.Failure = new SecretUnavailableException("hopsworks-cluster-c1'.");
        Assert.Equal("hopsworks-cluster-c1'.", (await rig.SampleAsync()).Why);
        Assert.Empty(rig.Emulator.Calls.All);
    }

    [Fact]
    public async Task Goes_on_with_a_rotated_key()
    {
        await using var rig = await ProbeRig.StartAsync();
        rig.Emulator.ClusterApiKeys.Accept("second-kEyMaRkEr");
        rig.Secrets.Newer = new("second-kEyMaRkEr", "2", null);
        Assert.Equal(Activity.Quiet, (await rig.SampleAsync()).Activity);
    }

    [Fact]
    public async Task Shows_the_key_nowhere()
    {
        await using var rig = await ProbeRig.StartAsync();
        var shown = new StringBuilder();
        foreach (var fault in new[]
        {
            Fault.Gateway(401) with { Body = $$"""{"errorCode":320002,"errorMsg":"no {{ProbeRig.Key}}"}""" },
            Fault.Gateway(200) with { Body = $$$"""{"clusterMetrics":{"appsRunning":"{{{ProbeRig.Key}}}"}}""" },
            Fault.Gateway(500) with { Body = $"<html>{ProbeRig.Key}</html>" },
            new Fault(FaultKind.Closed),
        })
        {
            rig.Emulator.Faults.Add(fault with { Times = 1 });
            shown.Append(await rig.SampleAsync());
        }
        rig.Secrets.Cached = new($"two words {ProbeRig.Key}", "1", null);
        shown.Append(await rig.SampleAsync());
        foreach (var line in rig.Logs.GetSnapshot())
            shown.Append(line.Message).Append(line.Exception).AppendJoin(' ', line.StructuredState ?? []).AppendJoin(' ', line.Scopes);
        Assert.False(shown.ToString().Contains("kEyMaRkEr", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Measures_a_few_clusters_at_a_time()
    {
        using var wire = new Pairs();
        await using var rig = await ProbeRig.StartAsync(
            options => options with { Clusters = [.. Enumerable.Range(0, 8).Select(i => Emulated.C1 with { Id = $"c{i}" })] },
            new() { ["Hopsworks:ProbeConcurrency"] = "2" }, wire);
        var samples = await rig.Probe.ProbeAsync(
            [.. Enumerable.Range(0, 8).Select(i => rig.Target($"c{i}"))], TestContext.Current.CancellationToken);
        Assert.All(samples.Values, sample => Assert.Equal(Activity.Quiet, sample.Activity));
        Assert.Equal((8, 2), (samples.Count, wire.Most));
    }

    [Fact]
    public async Task Ends_in_time_whatever_the_number_of_clusters()
    {
        await using var rig = await ProbeRig.StartAsync(
            options => options with { Clusters = [Emulated.C1, Emulated.C1 with { Id = "c2" }, Emulated.C1 with { Id = "c3" }] },
            new() { ["Hopsworks:ProbeConcurrency"] = "1", ["Hopsworks:ProbeTotalTimeout"] = "00:00:15" });
        rig.Emulator.Faults.Add(Never);
        var sampling = rig.Probe.ProbeAsync([rig.Target("c1"), rig.Target("c2"), rig.Target("c3")], TestContext.Current.CancellationToken);
        await CalledAsync(rig, 1);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        await CalledAsync(rig, 2);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        var samples = await sampling;
        Assert.Equal("no complete answer within 10 seconds", samples["c1"].Why);
        Assert.All(["c2", "c3"], id => Assert.Contains("Hopsworks__ProbeTotalTimeout", samples[id].Why, StringComparison.Ordinal));
        Assert.Equal(2, rig.Emulator.Calls.All.Count);
    }

    [Fact]
    public async Task Throws_only_when_cancelled()
    {
        await using var rig = await ProbeRig.StartAsync();
        rig.Emulator.Faults.Add(Never);
        using var cancelled = new CancellationTokenSource();
        var sampling = rig.Probe.ProbeAsync([rig.Target()], cancelled.Token).AsTask();
        await CalledAsync(rig, 1);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sampling);
    }

    private static Task CalledAsync(ProbeRig rig, int times) =>
        Eventually.IsTrueAsync(() => rig.Emulator.Calls.All.Count == times, $"call {times}");

    /// <summary>Lets calls through in pairs, and records the most calls at once.</summary>
    private sealed class Pairs : DelegatingHandler
    {
        private readonly TaskCompletionSource both = new();
        private int now;

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (both)
                Most = Math.Max(Most, ++now);
            if (Most == 2)
                both.TrySetResult();
            await both.Task.WaitAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            lock (both)
                now--;
            return response;
        }
    }
}

using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Tests.Hopsworks;

public sealed class FailureTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    public static TheoryData<string, Fault, FailureKind> Faults => new()
    {
        { "HTTP 200 with code 400", Fault.Envelope(400, "bad request") with { Status = 200 }, FailureKind.Rejected },
        { "HTTP 200 with code 404", Fault.Envelope(404, "") with { Status = 200 }, FailureKind.NotFound },
        { "HTTP 404 with code 404", Fault.Envelope(404, ""), FailureKind.NotFound },
        { "HTTP 400 with code 400", Fault.Envelope(400, "no"), FailureKind.Rejected },
        { "HTTP 500 with code 400", Fault.Envelope(400, "no") with { Status = 500 }, FailureKind.Rejected },
        { "403 of the gateway", Fault.Gateway(403), FailureKind.KeyRefused },
        { "403 Unauthorized, bare", Fault.Gateway(403) with { Body = "Unauthorized" }, FailureKind.KeyRefused },
        { "403 of an authorizer", Fault.Gateway(403) with { Body = """{"Message":"User is not authorized to access this resource"}""" }, FailureKind.KeyRefused },
        { "403 of a missing route", Fault.Gateway(403) with { Body = """{"message":"Missing Authentication Token"}""" }, FailureKind.WrongRoute },
        { "403 of a firewall", Fault.Gateway(403) with { Body = "<html><body>Request blocked</body></html>" }, FailureKind.Forbidden },
        { "401", Fault.Gateway(401), FailureKind.KeyRefused },
        { "429", Fault.Gateway(429), FailureKind.Throttled },
        { "500", Fault.Gateway(500), FailureKind.Unavailable },
        { "504", Fault.Gateway(504), FailureKind.Unavailable },
        { "302", Fault.Gateway(302), FailureKind.Unavailable },
        { "404 without envelope", Fault.Gateway(404), FailureKind.Unavailable },
        { "empty", new Fault(FaultKind.Empty), FailureKind.Malformed },
        { "cut", new Fault(FaultKind.Malformed), FailureKind.Malformed },
        { "HTML with 200", Fault.Gateway(200) with { Body = "<html>login</html>" }, FailureKind.Malformed },
        { "no code", Fault.Gateway(200) with { Body = """{"status":"ok"}""" }, FailureKind.Malformed },
        { "closed", new Fault(FaultKind.Closed), FailureKind.NoAnswer },
        { "closed within the body", new Fault(FaultKind.ClosedMidBody), FailureKind.NoAnswer },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Classifies_what_becomes_of_an_action_and_sends_it_once(string name, Fault fault, FailureKind expected)
    {
        await using var rig = await HopsworksRig.StartAsync();
        // The connection is already in use, so the transport itself might repeat a request.
        await rig.Client.GetClusterAsync("c1", None);
        rig.Emulator.Faults.Add(fault with { Operation = Operation.Stop });
        var result = await rig.Client.StopAsync("c1", None);
        Assert.True(expected == result.Failure?.Kind, $"{name}: {result.Failure?.Kind} {result.Failure}");
        Assert.Single(rig.Emulator.Calls.Of(Operation.Stop));
    }

    [Fact]
    public async Task Sends_an_action_once_that_was_carried_out_before_the_connection_closed()
    {
        await using var rig = await HopsworksRig.StartAsync();
        await rig.Client.GetClusterAsync("c1", None);
        rig.Emulator.Faults.Add(new(FaultKind.Closed) { Operation = Operation.Stop, AfterEffect = true });
        var failure = (await rig.Client.StopAsync("c1", None)).Failure!;
        Assert.True(failure is { Kind: FailureKind.NoAnswer, MayHaveHappened: true });
        Assert.True(Assert.Single(rig.Emulator.Calls.Of(Operation.Stop)).Done);
    }

    [Fact]
    public async Task Takes_404_on_the_listing_for_a_failure_not_for_an_empty_account()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Envelope(404, "gone"));
        Assert.Equal(FailureKind.NotFound, (await rig.Client.ListClustersAsync(None)).Failure?.Kind);
    }

    [Theory]
    [InlineData("""{"code":200}""")]
    [InlineData("""{"code":200,"payload":{}}""")]
    [InlineData("""{"code":200,"payload":{"clusters":null}}""")]
    [InlineData("""{"code":200,"payload":{"clusters":"none"}}""")]
    [InlineData("""{"code":200,"payload":[]}""")]
    public async Task Takes_a_success_without_a_listing_for_a_failure(string body)
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Gateway(200) with { Body = body });
        Assert.Equal(FailureKind.Malformed, (await rig.Client.ListClustersAsync(None)).Failure?.Kind);
    }

    [Fact]
    public async Task Takes_an_empty_listing_as_it_is()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(new(FaultKind.EmptyList));
        Assert.Empty((await rig.Client.ListClustersAsync(None)).Value!);
    }

    [Fact]
    public async Task Carries_the_APIs_message_on_one_line()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(
            Fault.Envelope(400, "cluster is\r\nbusy\u001b[31m" + new string('x', 5000)) with { Operation = Operation.Stop });
        var failure = (await rig.Client.StopAsync("c1", None)).Failure!;
        Assert.StartsWith("PUT /api/clusters/c1/stop: rejected with code 400: "
            + "cluster is  busy\\u001b[31mxxx", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 300, 400);
        Assert.Equal((400, 400), (failure.Code, failure.HttpStatus));
    }

    [Fact]
    public async Task Reports_an_unreachable_host()
    {
        await using var rig = await HopsworksRig.StartAsync();
        var address = rig.Emulator.BaseAddress;
        await rig.Emulator.DisposeAsync();
        var failure = (await rig.Client.StopAsync("c1", None)).Failure!;
        Assert.True(failure is { Kind: FailureKind.Unreachable, MayHaveHappened: false }, $"{address}: {failure.Kind} {failure}");
    }

    [Fact]
    public async Task Reports_a_missing_key_without_sending_anything()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Secrets.Failure = new SecretUnavailableException("the vault is gone");
        Assert.Equal((FailureKind.KeyUnavailable, "the vault is gone"), (await rig.Client.ListClustersAsync(None)).Failure is { } failure
            ? (failure.Kind, failure.Message) : default);
        Assert.Empty(rig.Emulator.Calls.All);
    }

    [Fact]
    public async Task Gives_up_an_answer_that_is_too_large()
    {
        await using var rig = await HopsworksRig.StartAsync(
            [HopsworksRig.Dev, HopsworksRig.Dev with { Id = "c2" }], ("Hopsworks:MaxResponseSize", "1024"));
        var failure = (await rig.Client.ListClustersAsync(None)).Failure!;
        Assert.Equal(FailureKind.Malformed, failure.Kind);
        Assert.Contains("Hopsworks__MaxResponseSize", failure.Message, StringComparison.Ordinal);
        Assert.Single(rig.Emulator.Calls.All);
    }

    [Fact]
    public async Task Throws_only_when_cancelled()
    {
        await using var rig = await HopsworksRig.StartAsync();
        using var cancelled = new CancellationTokenSource();
        rig.Emulator.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(5)));
        var call = rig.Client.ListClustersAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}

using System.Net;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Whatever Hopsworks.ai answers, the app does nothing wrong, forgets nothing, and continues with the next run.</summary>
public sealed class ApiFaultTests(SharedAzurite azurite)
{
    // The app does not retry a read within the same run if it would have to wait longer than this.
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["throttled"] = Fault.Gateway(429) with { RetryAfter = TooLong },
        ["down"] = Fault.Gateway(500) with { RetryAfter = TooLong },
        ["malformed"] = new(FaultKind.Malformed),
        ["empty body"] = new(FaultKind.Empty),
        ["empty list"] = new(FaultKind.EmptyList),
        ["closed"] = new(FaultKind.Closed),
        ["closed halfway"] = new(FaultKind.ClosedMidBody),
        ["wrong route"] = Fault.Gateway(403) with { Body = """{"message":"Missing Authentication Token"}""" },
        ["envelope 404"] = Fault.Envelope(404, "not found"),
    };

    [Theory]
    [InlineData("throttled", "429")]
    [InlineData("down", "500")]
    [InlineData("malformed", "not an answer of the Hopsworks.ai API")]
    [InlineData("empty body", "not an answer of the Hopsworks.ai API")]
    [InlineData("empty list", "returned an empty cluster list, but the app knows")]
    [InlineData("closed", "closed the connection before the answer was complete")]
    [InlineData("closed halfway", "closed the connection before the answer was complete")]
    [InlineData("wrong route", "Missing Authentication Token")]
    [InlineData("envelope 404", "not found")]
    public async Task A_listing_that_fails_ends_the_run_and_the_next_goes_on(string fault, string message)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        var app = await deployment.StartAsync();
        await app.ReconcileWellAsync();
        var remembered = await RecordsAsync(deployment);
        deployment.Hopsworks.Calls.Clear();

        // The fault lasts for the attempts of one read, so health reports the failed run but reaches Hopsworks.ai.
        deployment.Hopsworks.Faults.Add(
            Faults[fault] with { Operation = Operation.List, Times = fault.StartsWith("closed", StringComparison.Ordinal) ? 4 : 1 });
        await app.FailsAsync(message);
        Assert.Empty(deployment.Actions);
        Assert.Equal(remembered, await RecordsAsync(deployment));

        await app.ReconcileWellAsync();
        Assert.Empty(deployment.Actions);
    }

    [Fact]
    public async Task A_throttled_read_waits_as_long_as_it_is_told_and_is_tried_again()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Hopsworks.Faults.Add(
            Fault.Gateway(429) with { Operation = Operation.List, Times = 1, RetryAfter = TimeSpan.FromSeconds(1) });
        var app = await deployment.StartAsync();

        var started = TimeProvider.System.GetTimestamp();
        await app.ReconcileWellAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(1));
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }

    [Theory]
    [InlineData(FaultKind.Gateway)]
    [InlineData(FaultKind.Closed)]
    [InlineData(FaultKind.Malformed)]
    public async Task A_stop_whose_answer_is_lost_is_never_sent_twice(FaultKind kind)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite, new EmulatorTimings());
        deployment.Hopsworks.Faults.Add(new Fault(kind)
        {
            Operation = Operation.Stop, Cluster = deployment.IdOf("dev-anna"),
            AfterEffect = true, Status = kind == FaultKind.Gateway ? 504 : null, Times = 1
        });
        var app = await deployment.StartAsync();

        var first = await app.ReconcileAsync();
        var second = await app.ReconcileAsync();
        deployment.Time.Advance(TimeSpan.FromMinutes(10));
        var third = await app.ReconcileWellAsync();

        Assert.Equal((HttpStatusCode.OK, "partial", "uncertain"), (first.Status, first.Outcome, first.Done("dev-anna")));
        Assert.Equal(("nothing", "nothing"), (second.Done("dev-anna"), third.Done("dev-anna")));
        Assert.Equal("stopped", deployment.StateOf("dev-anna"));
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }

    [Fact]
    public async Task One_failing_cluster_does_not_hold_up_another()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Hopsworks.Faults.Add(
            Fault.Envelope(400, "cluster is busy") with { Operation = Operation.Stop, Cluster = deployment.IdOf("dev-anna"), Times = 1 });
        var app = await deployment.StartAsync();

        var first = await app.ReconcileAsync();
        var second = await app.ReconcileWellAsync();

        Assert.Equal(("partial", "failed", "accepted"), (first.Outcome, first.Done("dev-anna"), first.Done("dev-bjorn")));
        Assert.Equal(("nothing", "stopBackoff"), (second.Done("dev-anna"), second.Reason("dev-anna")));
    }

    private static async Task<IReadOnlyList<string>> RecordsAsync(Deployment deployment) =>
        [.. (await deployment.RowsAsync()).Where(row => row.StartsWith("record:", StringComparison.Ordinal))];
}

using System.Net;
using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class FaultTests
{
    [Theory]
    [InlineData(401, """{"message":"Unauthorized"}""")]
    [InlineData(403, """{"message":"Forbidden"}""")]
    [InlineData(429, """{"message":"Too Many Requests"}""")]
    [InlineData(500, """{"message":"Internal server error"}""")]
    [InlineData(503, """{"message":"ServiceUnavailable"}""")]
    [InlineData(504, """{"message":"Endpoint request timed out"}""")]
    public async Task The_gateway_answers_barely(int status, string body)
    {
        await using var emulated = await WithAsync(Fault.Gateway(status));

        Assert.Equal((status, body), await emulated.SendRawAsync("GET /api/clusters"));
    }

    [Fact]
    public async Task The_gateways_body_can_be_another()
    {
        await using var emulated = await WithAsync(Fault.Gateway(403) with { Body = "Unauthorized" });

        Assert.Equal((403, "Unauthorized"), await emulated.SendRawAsync("GET /api/clusters"));
    }

    [Fact]
    public async Task A_throttled_client_is_told_when_to_come_again()
    {
        await using var emulated = await WithAsync(Fault.Gateway(429) with { RetryAfter = TimeSpan.FromSeconds(30) });

        using var response = await emulated.Client.GetAsync("/api/clusters", TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(30), response.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData(null, 404)]
    [InlineData(200, 200)]
    public async Task An_envelope_code_may_differ_from_the_status(int? status, int expected)
    {
        await using var emulated = await WithAsync(Fault.Envelope(404, "gone") with { Status = status });

        var (actual, body) = await emulated.SendAsync("GET /api/clusters");

        Assert.Equal((expected, 404, "gone"), (actual, (int)body["code"]!, (string?)body["message"]));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task An_error_may_come_after_the_effect(bool afterEffect, int done)
    {
        await using var emulated = await WithAsync(Fault.Gateway(504) with { Operation = Operation.Stop, AfterEffect = afterEffect });

        Assert.Equal(504, (await emulated.SendRawAsync("PUT /api/clusters/c1/stop")).Status);
        emulated.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(afterEffect ? "stopping" : "running", emulated.Server.ControlPlane.Get("c1")!.State);
        Assert.Equal(done, emulated.Server.Calls.Of(Operation.Stop, "c1").Count(call => call.Done));
    }

    [Theory]
    [InlineData(FaultKind.Closed)]
    [InlineData(FaultKind.ClosedMidBody)]
    public async Task A_connection_may_close(FaultKind kind)
    {
        await using var emulated = await WithAsync(new(kind));

        await Assert.ThrowsAsync<HttpRequestException>(() => emulated.SendRawAsync("GET /api/clusters"));
    }

    [Fact]
    public async Task A_body_may_be_cut_as_if_whole()
    {
        await using var emulated = await WithAsync(new(FaultKind.Malformed));

        var (status, body) = await emulated.SendRawAsync("GET /api/clusters");

        Assert.Equal(200, status);
        Assert.StartsWith("""{"apiVersion":"v1","status":"ok","code":200,""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("}]}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_may_be_empty()
    {
        await using var emulated = await WithAsync(new(FaultKind.Empty));

        Assert.Equal((200, ""), await emulated.SendRawAsync("GET /api/clusters"));
    }

    [Fact]
    public async Task A_listing_may_be_empty()
    {
        await using var emulated = await WithAsync(new(FaultKind.EmptyList));

        Assert.Equal("""{"clusters":[]}""", (await emulated.SendAsync("GET /api/clusters")).Body["payload"]!.ToJsonString());
        Assert.Equal(200, (await emulated.SendAsync("GET /api/clusters/c1")).Status);
    }

    [Fact]
    public async Task An_answer_may_take_its_time_on_the_virtual_clock()
    {
        await using var emulated = await WithAsync(Fault.Delay(TimeSpan.FromSeconds(100)));

        var answer = emulated.SendRawAsync("GET /api/clusters");
        while (!answer.IsCompleted)
        {
            emulated.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(200, (await answer).Status);
        Assert.True(emulated.Time.GetUtcNow() >= Emulated.Noon.AddSeconds(100));
    }

    [Fact]
    public async Task The_second_half_of_a_body_may_take_its_time()
    {
        await using var emulated = await WithAsync(new(FaultKind.SlowBody) { Latency = TimeSpan.FromSeconds(100) });

        using var response = await emulated.Client.GetAsync(
            "/api/clusters", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.False(body.IsCompleted);
        while (!body.IsCompleted)
        {
            emulated.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.EndsWith("}]}}", await body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_waits_no_longer_ends_the_delay()
    {
        await using var emulated = await WithAsync(Fault.Delay(TimeSpan.FromHours(1)));
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var answer = emulated.Client.GetAsync("/api/clusters", impatient.Token);
        while (emulated.Server.Calls.All.Count == 0)
            await Task.Yield();
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private static async Task<Emulated> WithAsync(Fault fault)
    {
        var emulated = await Emulated.StartAsync();
        emulated.Server.Faults.Add(fault);
        return emulated;
    }
}

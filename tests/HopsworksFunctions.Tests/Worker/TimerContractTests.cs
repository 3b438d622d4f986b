using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>hosting.md, "Timer invocation", point by point.</summary>
public class TimerContractTests
{
    private const string Full = """
        {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-11-22T22:02:53.9506282+00:00","Next":"2026-11-22T22:03:00+00:00","LastUpdated":"2026-11-22T22:02:53.9506282+00:00"},"IsPastDue":true}},
         "Metadata":{"sys":{"MethodName":"Record","UtcNow":"2026-11-22T22:03:00.01Z","RandGuid":"x"}}}
        """;

    [Fact]
    public async Task Binds_the_timer_and_answers_with_the_full_object()
    {
        await using var app = await WorkerApp.StartAsync();
        var response = await app.InvokeAsync("Record", Full, "id-7");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", (await AnswerOf(response)).GetRawText());
        Assert.True(app.Seen.Timer!.IsPastDue);
        Assert.Equal(new DateTime(2026, 11, 22, 22, 3, 0, DateTimeKind.Utc), app.Seen.Timer.ScheduleStatus!.Next.ToUniversalTime());
        Assert.Equal("id-7", app.Seen.InvocationId);
    }

    [Theory]
    [InlineData("""{"Data":{"timer":{"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{}}""")]
    [InlineData("""{"Data":{"timer":{}}}""")]
    [InlineData("""{"Data":{"timer":{"IsPastDue":false}},"Metadata":{"timer":"\"\"","sys":{"MethodName":"Record"}}}""")]
    [InlineData("""{"Data":{"timer":""}}""")]
    [InlineData("{}")]
    public async Task Runs_without_a_schedule_status(string body)
    {
        await using var app = await WorkerApp.StartAsync();
        var response = await app.InvokeAsync("Record", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(app.Seen.Timer!.ScheduleStatus);
    }

    [Fact]
    public async Task Takes_the_status_of_a_timer_that_never_ran()
    {
        await using var app = await WorkerApp.StartAsync();
        await app.InvokeAsync("Record", Full.Replace("2026-11-22T22:02:53.9506282+00:00", "0001-01-01T00:00:00+00:00", StringComparison.Ordinal));
        Assert.Equal(DateTime.MinValue, app.Seen.Timer!.ScheduleStatus!.Last.ToUniversalTime());
    }

    [Theory]
    [InlineData("Record", "", HttpStatusCode.BadRequest)]
    [InlineData("Record", "{not json", HttpStatusCode.BadRequest)]
    [InlineData("Record", """{"Data":{"timer":{"IsPastDue":"soon"}}}""", HttpStatusCode.BadRequest)]
    [InlineData("Receive", "{}", HttpStatusCode.BadRequest)]
    [InlineData("Unknown", Full, HttpStatusCode.NotFound)]
    [InlineData("Throw", Full, HttpStatusCode.InternalServerError)]
    public async Task Answers_a_failure_with_an_object_too(string function, string body, HttpStatusCode status)
    {
        await using var app = await WorkerApp.StartAsync();
        var response = await app.InvokeAsync(function, body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(JsonValueKind.Object, (await AnswerOf(response)).ValueKind);
    }

    [Fact]
    public async Task Says_which_function_failed_and_keeps_the_reason_for_the_log()
    {
        await using var app = await WorkerApp.StartAsync();
        var answer = (await AnswerOf(await app.InvokeAsync("Throw", Full, "id-9"))).GetRawText();
        Assert.Contains("Throw", answer, StringComparison.Ordinal);
        Assert.Contains("id-9", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", answer, StringComparison.Ordinal);
        Assert.Contains(app.Logs.GetSnapshot(), log => log.Exception?.Message.Contains("hunter2", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Gives_a_queue_message_as_text()
    {
        await using var app = await WorkerApp.StartAsync();
        await app.InvokeAsync("Receive", """{"Data":{"message":"stop \"dev\""},"Metadata":{}}""");
        Assert.Equal("stop \"dev\"", app.Seen.Message);
    }

    [Fact]
    public async Task Gives_each_invocation_a_scope_and_disposes_its_function()
    {
        await using var app = await WorkerApp.StartAsync();
        await app.InvokeAsync("Record", Full);
        await app.InvokeAsync("Record", Full);
        Assert.Equal(4, app.Seen.Scopes.Count);
        Assert.Equal(app.Seen.Scopes[0], app.Seen.Scopes[1]);
        Assert.NotEqual(app.Seen.Scopes[0], app.Seen.Scopes[2]);
        Assert.True(app.Seen.Disposed);
    }

    [Fact]
    public async Task Logs_within_the_scope_of_the_invocation()
    {
        await using var app = await WorkerApp.StartAsync();
        await app.InvokeAsync("Record", Full, "id-3");
        var log = Assert.Single(app.Logs.GetSnapshot(), log => log.Message == "Recorded.");
        Assert.Contains(log.Scopes, scope => scope?.ToString() == "Function Record InvocationId id-3");
    }

    [Fact]
    public async Task Cancels_what_runs_when_the_worker_stops()
    {
        await using var app = await WorkerApp.StartAsync();
        var answer = app.InvokeAsync("WaitForCancel", Full);
        await app.Seen.Started.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await app.StopAsync();
        await app.Seen.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, (await answer).StatusCode);
    }

    private static async Task<JsonElement> AnswerOf(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class HttpTests : LocalHostTests
{
    [Theory]
    [InlineData("GET", "api/echo/x", null, 401)]
    [InlineData("GET", "api/echo/x", "wrong", 401)]
    [InlineData("GET", "api/echo/x", "function-key", 418)]
    [InlineData("GET", "api/echo/x", "master-key", 418)]
    [InlineData("GET", "api/environment", "function-key", 401)]
    [InlineData("GET", "api/environment", "master-key", 200)]
    [InlineData("GET", "api/anyone", null, 200)]
    [InlineData("DELETE", "api/echo/x", "function-key", 404)]
    [InlineData("GET", "api/unknown", "function-key", 404)]
    [InlineData("GET", "echo/x", "function-key", 404)]
    [InlineData("POST", "api/exit/word", "function-key", 404)]
    [InlineData("GET", "admin/host/status", "master-key", 200)]
    [InlineData("GET", "admin/host/status", "function-key", 401)]
    public async Task Serves_known_routes_and_methods_to_callers_with_the_key(string method, string path, string? key, int status)
    {
        var host = await App.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await ClientOf(host, key).SendAsync(request, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_disabled_function_has_no_route()
    {
        App.Settings["AzureWebJobs.Echo.Disabled"] = "true";
        var host = await App.StartAsync();

        using var answer = await ClientOf(host, "function-key").GetAsync("api/echo/x", Cancel);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    // ASP.NET Core in the worker would log whole addresses if settings asked for it.
    [Fact]
    public async Task Takes_the_key_from_the_query_and_no_log_shows_it_whatever_the_settings_say()
    {
        App.Settings["Logging__LogLevel__Default"] = "Trace";
        App.Settings["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace";
        App.Settings["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace";
        var host = await App.StartAsync();

        using var answer = await ClientOf(host).GetAsync("api/echo/x?code=function-key&token=a-token", Cancel);

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Contains(App.Logs.GetSnapshot(), log => log.Message.StartsWith("GET /api/echo/x answered 418", StringComparison.Ordinal));
        // After this, all output has arrived by every route.
        await host.DisposeAsync();
        Assert.Contains("fixture on stdout", App.Output.ToString(), StringComparison.Ordinal);
        Assert.All([.. App.Logs.GetSnapshot().Select(log => log.Message), App.Output.ToString()], text =>
        {
            Assert.DoesNotContain("function-key", text, StringComparison.Ordinal);
            Assert.DoesNotContain("a-token", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Forwards_the_original_request_and_returns_the_answer_as_it_is()
    {
        var host = await App.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/echo/a%20b/c?q=1&q=2&e=%2F")
        {
            Content = new StringContent("{\"ä\":1}", Encoding.UTF8, "application/merge-patch+json"),
            Headers =
            {
                { "X-Own", ["1", "2"] }, { "x-ms-invocation-id", "forged" }, { "TE", "trailers" }, { "X-Forwarded-Host", "forged" },
            },
        };

        using var answer = await ClientOf(host, "function-key").SendAsync(request, Cancel);

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal(["one", "two"], answer.Headers.GetValues("X-Fixture"));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var seen = (await answer.Content.ReadFromJsonAsync<Echo>(Cancel))!;
        Assert.Equal(("PUT", "/api/echo/a%20b/c?q=1&q=2&e=%2F", "{\"ä\":1}"), (seen.Method, seen.Target, seen.Body));
        Assert.Equal(("a b/c", $"localhost:{host.BaseAddress.Port}", "http"), (seen.Rest, seen.Host, seen.Scheme));
        Assert.Equal("application/merge-patch+json; charset=utf-8", seen.Headers["Content-Type"]);
        Assert.Equal("1,2", seen.Headers["X-Own"].Replace(" ", "", StringComparison.Ordinal));
        Assert.True(Guid.TryParse(seen.InvocationId, out _));
        Assert.Equal(seen.InvocationId, seen.Headers["x-ms-invocation-id"]);
        Assert.False(seen.Headers.ContainsKey("TE"));
    }

    [Fact]
    public async Task Passes_a_streamed_answer_on_as_it_comes()
    {
        var host = await App.StartAsync();
        using var client = ClientOf(host);
        using var answer = await client.GetAsync("api/stream", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancel);

        var first = new byte[5];
        await stream.ReadExactlyAsync(first, Cancel);
        (await client.PostAsync("api/release", null, Cancel)).Dispose();

        Assert.Equal("first", Encoding.UTF8.GetString(first));
        Assert.Equal("last", await new StreamReader(stream).ReadToEndAsync(Cancel));
    }

    // From the worker, a function that throws looks like an empty 200.
    [Fact]
    public async Task A_function_that_throws_answers_500()
    {
        var host = await App.StartAsync();

        using var answer = await ClientOf(host).GetAsync("api/throw", Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains(
            App.Logs.GetSnapshot(), log => log.Message == "GET /api/throw failed: System.InvalidOperationException: It is called Throw.");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_ends_a_look()
    {
        var host = await App.StartAsync();

        await HangUpAsync(ClientOf(host), HttpMethod.Get, "Look begins");

        await App.HasDoneAsync("Look is cancelled");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_ends_nothing_that_acts()
    {
        var host = await App.StartAsync();
        using var client = ClientOf(host);

        await HangUpAsync(client, HttpMethod.Post, "Act begins");
        await HangUpAsync(client, HttpMethod.Get, "Look begins");
        await App.HasDoneAsync("Look is cancelled");
        (await client.PostAsync("api/release", null, Cancel)).Dispose();

        await App.HasDoneAsync("Act ends");
    }

    [Fact]
    public async Task What_acts_is_cancelled_when_the_app_stops()
    {
        var host = await App.StartAsync();
        var acting = ClientOf(host).PostAsync("api/wait", null, Cancel);
        await App.HasDoneAsync("Act begins");

        await host.DisposeAsync();

        await App.HasDoneAsync("Act is cancelled");
        // Either way, the request does not succeed.
        Assert.True(await Record.ExceptionAsync(async () => (await acting).EnsureSuccessStatusCode()) is HttpRequestException);
    }

    [Fact]
    public async Task What_acts_and_outlives_functionTimeout_is_ended_with_the_app()
    {
        var host = await App.StartAsync();
        var first = host.ChildProcessId;
        var acting = ClientOf(host).PostAsync("api/wait", null, Cancel);
        await App.HasDoneAsync("Act begins");

        App.Time.Advance(TimeSpan.FromMinutes(5));
        await App.PassUntilAsync(() => host.ChildProcessId != first, "a new process");

        Assert.Equal(HttpStatusCode.InternalServerError, (await acting).StatusCode);
        Assert.Contains("Act has recorded it", App.Journal);
    }

    // The worker would send the answer twice, and the host would discard one.
    [Fact]
    public async Task An_answer_is_sent_once()
    {
        var host = await App.StartAsync();

        (await ClientOf(host, "function-key").GetAsync("api/echo/x", Cancel)).Dispose();

        var response = Assert.Single(App.Messages, message => message.InvocationResponse is not null).InvocationResponse;
        Assert.Null(response.ReturnValue);
    }

    [Fact]
    public async Task Serves_without_a_prefix_where_host_json_says_so()
    {
        App.WithHostJson("""{ "extensions": { "http": { "routePrefix": "" } } }""");
        var host = await App.StartAsync();

        using var answer = await ClientOf(host).GetAsync("anyone", Cancel);

        Assert.Equal("anyone", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Runs_a_timer_on_the_admin_endpoint_in_the_background()
    {
        var host = await App.WithTimer("Ok").StartAsync();
        using var client = ClientOf(host, "master-key");

        using var unknown = await client.PostAsJsonAsync("admin/functions/Unknown", new { input = "" }, Cancel);
        using var accepted = await client.PostAsJsonAsync("admin/functions/Ok", new { input = "" }, Cancel);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Accepted), (unknown.StatusCode, accepted.StatusCode));
        await App.HasDoneAsync("Ok {");
    }

    [Fact]
    public async Task Keeps_the_admin_endpoint_for_the_master_key()
    {
        var host = await App.WithTimer("Ok").StartAsync();

        using var answer = await ClientOf(host, "function-key").PostAsJsonAsync("admin/functions/Ok", new { input = "" }, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task HangUpAsync(HttpClient client, HttpMethod method, string journal)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var request = new HttpRequestMessage(method, "api/wait");
        var asking = client.SendAsync(request, patience.Token);
        await App.HasDoneAsync(journal);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private sealed record Echo(
        string Method, string Target, string Body, string Rest, string InvocationId, string Scheme, string Host,
        Dictionary<string, string> Headers);
}

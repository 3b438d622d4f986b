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
    [InlineData("GET", "api/seen", null, 200)]
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
    public async Task Takes_the_key_from_the_query_and_never_logs_it()
    {
        var host = await App.StartAsync();

        using var answer = await ClientOf(host).GetAsync("api/echo/x?code=function-key", Cancel);

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Contains(App.Logs.GetSnapshot(), log => log.Message.StartsWith("GET /api/echo/x answered 418", StringComparison.Ordinal));
        Assert.DoesNotContain(App.Logs.GetSnapshot(), log => log.Message.Contains("function-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forwards_the_original_request_and_returns_the_answer_as_it_is()
    {
        var host = await App.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/echo/a%20b/c?q=1&q=2&e=%2F")
        {
            Content = new StringContent("{\"ä\":1}", Encoding.UTF8, "application/merge-patch+json"),
            Headers = { { "X-Own", ["1", "2"] }, { "X-Azure-Functions-InvocationId", "forged" }, { "TE", "trailers" } },
        };

        using var answer = await ClientOf(host, "function-key").SendAsync(request, Cancel);

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal(["one", "two"], answer.Headers.GetValues("X-Fixture"));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var seen = (await answer.Content.ReadFromJsonAsync<Seen>(Cancel))!;
        Assert.Equal(("PUT", "/api/echo/a%20b/c?q=1&q=2&e=%2F", "{\"ä\":1}"), (seen.Method, seen.Target, seen.Body));
        Assert.Equal("application/merge-patch+json; charset=utf-8", seen.Headers["Content-Type"]);
        Assert.Equal("1,2", seen.Headers["X-Own"].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal($"localhost:{host.BaseAddress.Port}", seen.Headers["Host"]);
        Assert.True(Guid.TryParse(seen.Headers["X-Azure-Functions-InvocationId"], out _));
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

    [Fact]
    public async Task Serves_without_a_prefix_where_host_json_says_so()
    {
        App.WithHostJson($$"""{ "extensions": { "http": { "routePrefix": "" } }, "customHandler": { "description": { "defaultExecutablePath": "{{FixtureApp.Executable}}" }, "enableForwardingHttpRequest": true } }""");
        App.WithHttp("Prefixed", "api/seen", "anonymous", "get");
        var host = await App.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await ClientOf(host).GetAsync("api/seen", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Runs_a_timer_on_the_admin_endpoint_in_the_background()
    {
        var host = await App.WithTimer("Ok").StartAsync();
        using var client = ClientOf(host, "master-key");

        using var unknown = await client.PostAsJsonAsync("admin/functions/Unknown", new { input = "" }, Cancel);
        using var accepted = await client.PostAsJsonAsync("admin/functions/Ok", new { input = "" }, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await Eventually.IsTrueAsync(async () => (await FixtureApp.SeenAsync(client)).Any(seen => seen.Target == "/Ok"), "the run");
        var run = (await FixtureApp.SeenAsync(client)).Single(seen => seen.Target == "/Ok").Json;
        Assert.Equal("\"\"", (string?)run["Metadata"]!["timer"]);
        Assert.False((bool)run["Data"]!["timer"]!["IsPastDue"]!);
    }

    [Fact]
    public async Task Keeps_the_admin_endpoint_for_the_master_key()
    {
        var host = await App.WithTimer("Ok").StartAsync();

        using var answer = await ClientOf(host, "function-key").PostAsJsonAsync("admin/functions/Ok", new { input = "" }, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}

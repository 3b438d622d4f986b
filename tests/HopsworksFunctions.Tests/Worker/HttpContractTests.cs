using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>hosting.md, "HTTP invocation", and what goes around every invocation.</summary>
public class HttpContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_ready_as_soon_as_it_listens()
    {
        await using var app = await WorkerApp.StartAsync();
        Assert.Equal("ready", await app.Client.GetStringAsync("/", Token));
    }

    [Fact]
    public async Task Gives_the_function_the_request_as_it_was_forwarded()
    {
        await using var app = await WorkerApp.StartAsync();
        Assert.Equal("ada x3 ! True", await app.Client.GetStringAsync("/api/greet/ada/3?punctuation=!&code=key", Token));
    }

    [Fact]
    public async Task Gives_back_the_response_of_the_function()
    {
        await using var app = await WorkerApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/items/7") { Content = new StringContent("body", Encoding.UTF8) };
        request.Headers.Add("X-Azure-Functions-InvocationId", "id-5");
        var response = await app.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("7: body", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("id-5", app.Seen.InvocationId);
    }

    [Fact]
    public async Task Leaves_an_absent_part_of_the_route_null()
    {
        await using var app = await WorkerApp.StartAsync();
        var response = await app.Client.PostAsync("/api/items", new StringContent("x"), Token);
        Assert.Equal("none: x", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Serves_the_name_as_route_and_every_method_by_default(string method)
    {
        await using var app = await WorkerApp.StartAsync();
        var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/byname"), Token);
        Assert.Equal(method, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/api/break", HttpStatusCode.InternalServerError)]
    [InlineData("/api/parse/nothing", HttpStatusCode.BadRequest)]
    public async Task Answers_a_failing_function_with_problem_details(string path, HttpStatusCode status)
    {
        await using var app = await WorkerApp.StartAsync();
        var response = await app.Client.GetAsync(path, Token);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("hunter2", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancels_a_function_whose_caller_has_gone()
    {
        await using var app = await WorkerApp.StartAsync();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var response = app.Client.GetAsync("/api/hang", caller.Token);
        await app.Seen.Started.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        await caller.CancelAsync();
        Assert.Equal("http", await app.Seen.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
    }

    [Fact]
    public async Task Never_logs_the_query_that_holds_the_function_key()
    {
        await using var app = await WorkerApp.StartAsync(builder => builder.Logging.SetMinimumLevel(LogLevel.Trace));
        await app.Client.GetAsync("/api/greet/ada/3?code=s3cret", Token);
        await app.Client.GetAsync("/api/break?code=s3cret", Token);
        await app.Client.GetAsync("/api/unknown?code=s3cret", Token);
        Assert.DoesNotContain(app.Logs.GetSnapshot(), log => $"{log.Message} {log.Exception} {string.Join(' ', log.Scopes)}".Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_middleware_around_the_function_in_the_order_of_its_registration()
    {
        await using var app = await WorkerApp.StartAsync(builder => builder.UseMiddleware<Outer>().UseMiddleware<Inner>());
        await app.Client.GetAsync("/api/byname", Token);
        Assert.Equal(["outer ByName", "inner", "inner after", "outer after"], app.Seen.Middleware);
    }

    private sealed class Outer(Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Middleware.Add($"outer {context.FunctionDefinition.Name}");
            await next(context);
            seen.Middleware.Add("outer after");
        }
    }

    private sealed class Inner(Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Middleware.Add("inner");
            await next(context);
            seen.Middleware.Add("inner after");
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>A host with the app's process, and a client with the function key.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public static readonly HostKeys Keys = new("function-kEyMaRkEr", "master-kEyMaRkEr-of-the-owner");

    private readonly HttpClient client;

    public RunningApp(LocalFunctionsHost host, AppLog log)
    {
        (Host, Log) = (host, log);
        client = new() { BaseAddress = new(host.BaseAddress, "api/") };
        client.DefaultRequestHeaders.Add("x-functions-key", Keys.Function);
    }

    public LocalFunctionsHost Host { get; }

    public AppLog Log { get; }

    public Task InvokeTimerAsync() => Host.InvokeTimerAsync("Reconcile", TestContext.Current.CancellationToken);

    public Task<Answer> ReconcileAsync(string query = "") => SendAsync(HttpMethod.Post, $"reconcile{query}");

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Makes a run, which must succeed.</summary>
    /// <param name="traceParent">The trace that the request belongs to.</param>
    public async Task<Answer> ReconcileWellAsync(string? traceParent = null)
    {
        var answer = await SendAsync(HttpMethod.Post, "reconcile", traceParent);
        Assert.True(answer is { Status: HttpStatusCode.OK, Outcome: "ok" }, $"{answer}\n{string.Join('\n', Log.Lines)}");
        return answer;
    }

    /// <summary>Makes a run, which must fail with this message, as must <c>health</c>. The log must have it as its only error.</summary>
    public async Task FailsAsync(string message)
    {
        var run = await ReconcileAsync();
        var health = await GetAsync("health");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "failed"), (run.Status, run.Outcome));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal("urn:hopsworks-functions:problem:run-failed", (string?)run.Json["type"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Contains(health.Json["checks"]!.AsArray(), check => !(bool)check!["healthy"]! && ((string)check["message"]!)
            .Contains(message, StringComparison.Ordinal));
        await Log.LineAsync(message, "error ");
        Assert.Single(Log.Lines, line => line.StartsWith("error ", StringComparison.Ordinal));
    }

    /// <summary>
    /// Returns the value of a column in an alert's query, taken from the latest of the app's lines that has one. The messages of these
    /// lines reach Application Insights unchanged.
    /// </summary>
    public async Task<string> AlertAsync(string alert, string column)
    {
        var query = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, $"infra/alerts/{alert}.kql"), TestContext.Current.CancellationToken);
        var sources = AlertColumn.Of(query, column);
        string? found = null;
        await Processes.Eventually.IsTrueAsync(
            () => (found = Log.Lines.Select(AppLog.MessageOf)
                .Select(message => sources.Select(source => source.In(message)).FirstOrDefault(value => value is not null))
                .LastOrDefault(value => value is not null)) is not null,
            () => $"a line with {column} of the alert {alert} in:\n{string.Join('\n', Log.Lines)}");
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Host.DisposeAsync();
        await Log.DisposeAsync();
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? traceParent = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        if (traceParent is not null) request.Headers.Add("traceparent", traceParent);
        return await SendAsync(request);
    }

    /// <summary>Sends a request with the owner's key instead of the function key.</summary>
    /// <param name="headers">The headers that App Service adds.</param>
    public async Task<Answer> SendAsOwnerAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("x-functions-key", Keys.Master);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Log.Keep(text);
        return new(answer.StatusCode, text);
    }
}

/// <summary>The answer of a function. A run report may be inside problem details.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public JsonNode Report => Json["report"] ?? Json;

    public string? Outcome => (string?)Report["outcome"];

    public string? Error => (string?)Report["error"];

    /// <summary>Returns what a run did to a cluster.</summary>
    public string Done(string cluster) => (string)Of(cluster)["done"]!;

    /// <summary>Returns why the run did this, or nothing.</summary>
    public string Reason(string cluster) => (string)Of(cluster)["reason"]!;

    private JsonNode Of(string cluster) => Report["clusters"]!.AsArray().Single(c => (string?)c!["name"] == cluster)!;
}

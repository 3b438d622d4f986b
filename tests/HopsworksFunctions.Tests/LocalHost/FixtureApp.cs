using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>A function app in a folder of its own, run by <c>tests/HandlerFixture</c>; its functions do what they are called.</summary>
internal sealed class FixtureApp : IAsyncDisposable
{
    public static readonly string Executable = typeof(FixtureApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "HandlerFixture").Value!;

    private readonly List<LocalFunctionsHost> _hosts = [];

    public FixtureApp()
    {
        WithHostJson($$"""{ "version": "2.0", "functionTimeout": "00:05:00", "customHandler": { "description": { "defaultExecutablePath": "{{Executable}}" }, "enableForwardingHttpRequest": true } }""");
        WithHttp("Echo", "echo/{*rest}", "function", "get", "post", "put").WithHttp("Anyone", "seen", "anonymous", "get")
            .WithHttp("Stream", "stream", "anonymous", "get").WithHttp("Release", "release", "anonymous", "post")
            .WithHttp("Exit", "exit/{code:int}", "anonymous", "post").WithHttp("Environment", "environment", "admin", "get");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("localhost-").FullName;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-22T22:02:30Z", null));

    public FakeLogCollector Logs { get; } = new();

    public StringWriter Output { get; } = new();

    public Dictionary<string, string> Settings { get; } = [];

    public string? StateDirectory { get; set; }

    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public FixtureApp WithHostJson(string json)
    {
        File.WriteAllText(Path.Combine(Folder, "host.json"), json);
        return this;
    }

    public FixtureApp WithTimer(string name, string schedule = "0 0 0 1 1 *", string more = "") =>
        WithFunction(name, $$"""{ "bindings": [{ "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "{{schedule}}"{{more}} }] }""");

    public FixtureApp WithHttp(string name, string route, string authLevel, params string[] methods) =>
        WithFunction(name, $$"""
            { "bindings": [
              { "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "{{authLevel}}", "methods": [{{string.Join(',', methods.Select(m => $"\"{m}\""))}}], "route": "{{route}}" },
              { "type": "http", "direction": "out", "name": "res" }] }
            """);

    public FixtureApp WithFunction(string name, string functionJson)
    {
        Directory.CreateDirectory(Path.Combine(Folder, name));
        File.WriteAllText(Path.Combine(Folder, name, "function.json"), functionJson);
        return this;
    }

    public async Task<LocalFunctionsHost> StartAsync()
    {
        var host = await LocalFunctionsHost.StartAsync(
            new()
            {
                AppDirectory = Folder,
                Keys = new("function-key", "master-key"),
                Settings = Settings,
                StateDirectory = StateDirectory,
                ReadyTimeout = ReadyTimeout,
                TimeProvider = Time,
                AppOutput = TextWriter.Synchronized(Output),
                LoggerFactory = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(Logs)).SetMinimumLevel(LogLevel.Trace)),
            },
            TestContext.Current.CancellationToken);
        _hosts.Add(host);
        return host;
    }

    /// <summary>The requests that the app has seen, but for GETs of functions.</summary>
    public static async Task<IReadOnlyList<Seen>> SeenAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<List<Seen>>("api/seen", TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A request as the app got it.</summary>
internal sealed record Seen(string Method, string Target, Dictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

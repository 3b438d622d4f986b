using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using HopsworksFunctions.Tests.Infra;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>
/// The app of <c>tests/FunctionsFixture</c> in a folder of its own, where tests may change the files that a host reads, or put
/// <c>tests/FakeWorker</c> in the place of its worker.
/// </summary>
internal sealed class FixtureApp : IAsyncDisposable
{
    // A start that waits for the test's clock may need this long.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly List<LocalFunctionsHost> _hosts = [];
    private readonly JsonArray _functions = [];

    public FixtureApp()
    {
        // The worker loads functions only from the app's folder.
        foreach (var file in Directory.EnumerateFiles(Built).Where(file => Path.GetExtension(file) != ".pdb"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        Directory.CreateDirectory(Path.Combine(Folder, ".azurefunctions"));
        WithHostJson("""{ "version": "2.0", "functionTimeout": "00:05:00" }""");
        foreach (var function in JsonNode.Parse(File.ReadAllText(Path.Combine(Built, "functions.metadata")))!.AsArray())
        {
            if ((string?)function!["bindings"]![0]!["type"] == "httpTrigger")
                _functions.Add(function.DeepClone());
        }
        WriteFunctions();
        Settings["Journal"] = Path.Combine(Folder, "journal");
        Settings["AZURE_TOKEN_CREDENTIALS"] = "dev";
    }

    public static string Built => Bicep.Metadata("FunctionsFixture");

    public string Folder { get; } = Directory.CreateTempSubdirectory("localhost-").FullName;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-22T22:02:30Z", null));

    public FakeLogCollector Logs { get; } = new();

    public AppOutput Output { get; } = new();

    public Dictionary<string, string> Settings { get; } = [];

    public string? StateDirectory { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The messages that the worker sent over gRPC.</summary>
    public ConcurrentQueue<StreamingMessage> Messages { get; } = new();

    /// <summary>The actions that the functions have recorded.</summary>
    public IReadOnlyList<string> Journal => File.Exists(Settings["Journal"]) ? File.ReadAllLines(Settings["Journal"]) : [];

    public FixtureApp WithHostJson(string json)
    {
        File.WriteAllText(Path.Combine(Folder, "host.json"), json);
        return this;
    }

    public FixtureApp WithWorker(string path, string executable = "dotnet")
    {
        File.WriteAllText(
            Path.Combine(Folder, "worker.config.json"),
            $$"""{ "description": { "defaultExecutablePath": "{{executable}}", "defaultWorkerPath": "{{path}}" } }""");
        return this;
    }

    /// <summary>Uses a fake worker that behaves as the mode says, and knows a timer <c>Ok</c>.</summary>
    public FixtureApp WithFake(string mode)
    {
        Settings["FAKE_WORKER"] = mode;
        _functions.Clear();
        return WithWorker(Bicep.Metadata("FakeWorker")).WithTimer("Ok");
    }

    public FixtureApp WithTimer(string name, string schedule = "0 0 0 1 1 *", string more = "") =>
        With(name, $$"""{ "type": "timerTrigger", "direction": "In", "name": "timer", "schedule": "{{schedule}}"{{more}} }""");

    public FixtureApp WithQueue(string name, string queue) => With(
        name, $$"""{ "type": "queueTrigger", "direction": "In", "name": "message", "queueName": "{{queue}}", "connection": "Messages" }""");

    public FixtureApp With(string name, string binding)
    {
        _functions.Add(JsonNode.Parse($$"""{ "name": "{{name}}", "bindings": [{{binding}}] }"""));
        WriteFunctions();
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
                ConnectTimeout = ConnectTimeout,
                TimeProvider = Time,
                AppOutput = Output,
                OnReceived = Messages.Enqueue,
                LoggerFactory = LoggerFactory.Create(logging =>
                    logging.AddProvider(new FakeLoggerProvider(Logs)).SetMinimumLevel(LogLevel.Trace)),
            },
            TestContext.Current.CancellationToken).WaitAsync(Deadline, TimeProvider.System);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Advances the host's time until the condition is true.</summary>
    public Task PassUntilAsync(Func<bool> condition, string what) => Eventually.IsTrueAsync(
        () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);

    /// <summary>Waits until the journal has a line this many times.</summary>
    public Task HasDoneAsync(string line, int times = 1) => Eventually.IsTrueAsync(
        () => Journal.Count(l => l.StartsWith(line, StringComparison.Ordinal)) >= times, $"'{line}' in the journal");

    public Task HasSaidAsync(string text) =>
        Eventually.IsTrueAsync(() => Output.ToString().Contains(text, StringComparison.Ordinal), $"'{text}' in what the app wrote");

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void WriteFunctions() => File.WriteAllText(Path.Combine(Folder, "functions.metadata"), _functions.ToJsonString());
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using HopsworksEmulator;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Infra;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The app itself over <see cref="GoldenFleet"/>, its clock standing still, and a transcript of questions and answers.</summary>
internal sealed class GoldenApp : IAsyncDisposable
{
    private const string Name = "HopsworksFunctions";
    private const string Form = "application/x-www-form-urlencoded";
    private const string HookSwitch = "\"System.StartupHookProvider.IsSupported\":";

    private readonly HttpClient _client = new();
    private readonly StringBuilder _transcript = new();
    private readonly HashSet<string> _seen = [];
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private int _asked;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("golden-");

    public FakeTimeProvider HopsworksTime { get; } = new(GoldenFleet.Now);

    public EmulatorServer Hopsworks { get; private set; } = null!;

    public WebhookReceiver Slack { get; private set; } = null!;

    public WebhookReceiver Generic { get; private set; } = null!;

    /// <summary>Of its functions.</summary>
    public Uri Address => _client.BaseAddress!;

    public string PolicyFile => Path.Combine(Folder.FullName, "policies.json");

    public string StateFolder => Path.Combine(Folder.FullName, "state");

    public string Transcript => _transcript.ToString();

    /// <summary>
    /// What the app wrote since it answers. Channels are served at the same time, so what is said of them follows, channel by channel.
    /// </summary>
    public string Log => Steady(string.Concat(_log
        .Select(line => (Line: line, Channel: line.StartsWith("info  Courier: Told ", StringComparison.Ordinal) ? line.Split(' ')[4] : ""))
        .OrderBy(entry => entry.Channel, StringComparer.Ordinal)
        .Select(entry => $"{entry.Line}\n")));

    private static string OpenApi { get; } = File.ReadAllText(Repository.PathTo("src/HopsworksFunctions/openapi.json"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="settings">Beside the usual ones, or instead of them; an empty one is not set.</param>
    public static async Task<GoldenApp> StartAsync(params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var app = new GoldenApp();
        app.Hopsworks = await EmulatorServer.StartAsync(
            new() { Clusters = GoldenFleet.Clusters, ClusterApis = true, Time = app.HopsworksTime }, Stop);
        (app.Slack, app.Generic) = (await WebhookReceiver.StartAsync(), await WebhookReceiver.StartAsync());
        File.Copy(Golden.PathTo("input/golden.policies.json"), app.PolicyFile);
        GoldenState.CopyTo(app.StateFolder);
        await app.StartProcessAsync(settings);
        return app;
    }

    /// <summary>Sends a request and adds it, with its answer, to the transcript.</summary>
    /// <param name="line">Method and path below <c>/api/</c>.</param>
    /// <returns>The answer's text as it came.</returns>
    public async Task<string> AskAsync(string line, string? body = null, params (string Name, string Value)[] headers)
    {
        var words = line.Split(' ', 2);
        using var request = new HttpRequestMessage(new(words[0]), words[1]);
        request.Headers.Add("X-Azure-Functions-InvocationId", $"ask-{++_asked:000}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, words[1] == "keep" ? Form : MediaTypeNames.Application.Json);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await _client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        _transcript.Append(Steady($"### {line}\n{Sent(body, headers)}{Received(answer)}\n{Legible(answer, text)}\n\n"));
        return text;
    }

    public void Note(string text) => _transcript.Append($"--- {text}\n\n");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
        await Hopsworks.DisposeAsync();
        await Slack.DisposeAsync();
        await Generic.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    private async Task StartProcessAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var (app, port) = (Bicep.Metadata("FunctionApp"), FreePort());
        // The app as it is built lets nobody in before its first line, which is where the clock is stopped.
        var runtime = Path.Combine(Folder.FullName, "golden.runtimeconfig.json");
        var built = await File.ReadAllTextAsync(Path.Combine(app, $"{Name}.runtimeconfig.json"), Stop);
        await File.WriteAllTextAsync(runtime, built.Replace($"{HookSwitch} false", $"{HookSwitch} true", StringComparison.Ordinal), Stop);
        var environment = GoldenSettings.Of(this);
        environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        foreach (var (name, value) in settings)
            environment[name] = value;
        _process = Process.Start(StandingClock.Start(
            Folder.FullName,
            ["exec", "--runtimeconfig", runtime, "--depsfile", Path.Combine(app, $"{Name}.deps.json"), Path.Combine(app, $"{Name}.dll")],
            environment.Where(setting => setting.Value.Length > 0)))!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);
        _client.BaseAddress = new($"http://127.0.0.1:{port}/api/");
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException($"The app ended before it answered:\n{string.Join('\n', _log)}"));
        }
        else if (line.Contains(" functions answer on ", StringComparison.Ordinal))
        {
            _log.Clear();
            _ready.TrySetResult();
        }
        else
        {
            _log.Enqueue(line);
        }
    }

    private string Steady(string text) => GoldenText.Steady(text)
        .Replace(Hopsworks.BaseAddress.GetLeftPart(UriPartial.Authority), "<hopsworks>", StringComparison.Ordinal)
        .Replace(Folder.FullName, "<folder>", StringComparison.Ordinal);

    private static string Sent(string? body, (string Name, string Value)[] headers) =>
        string.Concat(headers.Select(h => $"> {h.Name}: {h.Value}\n")) +
        (body is null ? "" : body.Length > 1000 ? $"> ({body.Length} characters)\n" : $"> {body}\n");

    private static string Received(HttpResponseMessage answer) => string.Join('\n',
    [
        $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}",
        .. answer.Headers.Where(header => header.Key is not ("Date" or "Server" or "Transfer-Encoding"))
            .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"),
    ]);

    private string Legible(HttpResponseMessage answer, string text) =>
        text == OpenApi ? "(src/HopsworksFunctions/openapi.json as it is)"
        : $"{answer.Content.Headers.ContentType?.MediaType}".EndsWith("json", StringComparison.Ordinal) ? GoldenText.Legible(text, _seen)
        : GoldenText.WithoutCode(text);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Net.Mime;
using System.Text;
using HopsworksEmulator;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Infra;
using HopsworksFunctions.Tests.LocalHost;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The app over <see cref="GoldenFleet"/> with a stopped clock, and a transcript of requests and answers.</summary>
internal sealed class GoldenApp : IAsyncDisposable
{
    private const string Form = "application/x-www-form-urlencoded";
    public const string Key = "function-kEyMaRkEr-of-golden";

    private readonly HttpClient _client = new();
    private readonly StringBuilder _transcript = new();
    private readonly HashSet<string> _seen = [];
    private readonly AppOutput _log = new();
    private LocalFunctionsHost? _host;
    private int _asked;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("golden-");

    public FakeTimeProvider HopsworksTime { get; } = new(GoldenFleet.Now);

    public EmulatorServer Hopsworks { get; private set; } = null!;

    public WebhookReceiver Slack { get; private set; } = null!;

    public WebhookReceiver Generic { get; private set; } = null!;

    /// <summary>The base address of its functions.</summary>
    public Uri Address => _client.BaseAddress!;

    public string PolicyFile => Path.Combine(Folder.FullName, "policies.json");

    private const string Told = "info  NotificationDispatcher: Sent to ";

    public string StateFolder => Path.Combine(Folder.FullName, "state");

    public string Transcript => _transcript.ToString();

    /// <summary>What the app logged. Channels are served concurrently, so the lines about them follow, channel by channel.</summary>
    public string Log => Steady(string.Concat(_log.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        .Select(line => (Line: line, Channel: line.StartsWith(Told, StringComparison.Ordinal) ? line.Split(' ')[5] : ""))
        .OrderBy(entry => entry.Channel, StringComparer.Ordinal)
        .Select(entry => $"{entry.Line}\n")));

    private static string OpenApi { get; } = File.ReadAllText(Repository.PathTo("src/HopsworksFunctions/openapi.json"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="settings">Settings besides the usual ones, or instead of them; an empty one is not set.</param>
    public static async Task<GoldenApp> StartAsync(params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var app = new GoldenApp();
        app.Hopsworks = await EmulatorServer.StartAsync(
            new() { Clusters = GoldenFleet.Clusters, ClusterApis = true, Time = app.HopsworksTime }, Stop);
        (app.Slack, app.Generic) = (await WebhookReceiver.StartAsync(), await WebhookReceiver.StartAsync());
        File.Copy(Golden.PathTo("input/golden.policies.json"), app.PolicyFile);
        GoldenState.CopyTo(app.StateFolder);
        await app.StartAppAsync(settings);
        return app;
    }

    /// <summary>Sends a request and adds it, with its answer, to the transcript.</summary>
    /// <param name="line">Method and path below <c>/api/</c>.</param>
    /// <returns>The answer's text, unchanged.</returns>
    public async Task<string> AskAsync(string line, string? body = null, params (string Name, string Value)[] headers)
    {
        var words = line.Split(' ', 2);
        using var request = new HttpRequestMessage(new(words[0]), words[1]);
        _asked++;
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
        if (_host is not null)
            await _host.DisposeAsync();
        await Hopsworks.DisposeAsync();
        await Slack.DisposeAsync();
        await Generic.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    private async Task StartAppAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var environment = StandingClock.Environment.Concat(GoldenSettings.Of(this)).ToDictionary();
        foreach (var (name, value) in settings)
            environment[name] = value;
        _host = await LocalFunctionsHost.StartAsync(
            new()
            {
                AppDirectory = Bicep.Metadata("FunctionApp"),
                Keys = new(Key, Key),
                Settings = environment.Where(setting => setting.Value.Length > 0).ToDictionary(),
                FireTimers = false,
                NewInvocationId = () => _asked == 0 ? $"{Guid.NewGuid()}" : $"ask-{_asked:000}",
                AppOutput = _log,
            },
            Stop);
        _client.BaseAddress = new(_host.BaseAddress, "api/");
        _client.DefaultRequestHeaders.Add("x-functions-key", Key);
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
}

using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Run;

/// <summary>The app itself, started by <c>run</c> in an empty folder over the emulated fleet, and a client with its function key.</summary>
public sealed class ServedApp : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("served-");
    private Process? _process;

    /// <summary>The app's working folder, with its state below.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The client, with the address below <c>/api/</c> and the key.</summary>
    public HttpClient Client { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="policies">The policy file's text; null for the sample.</param>
    /// <param name="settings">The values in <c>local.settings.json</c>.</param>
    public static async Task<ServedApp> StartAsync(string? policies = null, params (string Name, string Value)[] settings)
    {
        var app = new ServedApp();
        var text = policies ?? await File.ReadAllTextAsync(Repository.PathTo("policies.sample.json"), Stop);
        await File.WriteAllTextAsync(Path.Combine(app._folder.FullName, "policies.json"), text, Stop);
        var local = new JsonObject { ["Values"] = new JsonObject(settings.Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Value))) };
        await File.WriteAllTextAsync(Path.Combine(app._folder.FullName, "local.settings.json"), local.ToJsonString(), Stop);
        app._process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "hops.dll"), "run", "--app", Bicep.Metadata("FunctionApp"), "--port",
                "0"])
        {
            WorkingDirectory = app._folder.FullName, RedirectStandardOutput = true,
            Environment = { ["ReconcileSchedule"] = "0 0 0 29 2 *" },
        })!;
        while (await app._process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.Split("/dashboard#key=") is not [var root, var key])
                continue;
            app.Client.BaseAddress = new(root + "/");
            app.Client.DefaultRequestHeaders.Add("x-functions-key", key);
            return app;
        }
        throw new InvalidOperationException("The app ended before it gave its address.");
    }

    /// <summary>Sends a request, and checks the answer against the OpenAPI document.</summary>
    /// <param name="path">The path below <c>/api/</c>, or from the root, with its query.</param>
    public async Task<(HttpStatusCode Status, JsonNode Json)> SendAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await Client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        ApiDocument.Check(method, path, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text);
        return (answer.StatusCode, JsonNode.Parse(text)!);
    }

    /// <summary>Sends a request as a browser without a function key.</summary>
    public async Task<(HttpResponseMessage Answer, string Text)> BrowseAsync(
        HttpMethod method, string path, params (string Name, string Value)[] form)
    {
        using var browser = new HttpClient { BaseAddress = Client.BaseAddress };
        using var request = new HttpRequestMessage(method, path);
        if (form.Length > 0)
            request.Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var answer = await browser.SendAsync(request, Stop);
        return (answer, await answer.Content.ReadAsStringAsync(Stop));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
        _folder.Delete(recursive: true);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.LocalHost.Protocol;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Run;

/// <summary>The app itself over the hostile fleet, with all clusters outside their window, and channels of each format.</summary>
internal sealed class HostileRig : IAsyncDisposable
{
    private const string Key = "function-kEyMaRkEr";
    private static readonly string[] Formats = ["slack", "teams", "generic"];

    private readonly HttpClient client = new() { DefaultRequestHeaders = { { "x-functions-key", Key } } };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hostile-");
    private readonly ConcurrentQueue<AppLog> log = [];
    private LocalFunctionsHost host = null!;

    public EmulatorServer Hopsworks { get; private set; } = null!;

    public Dictionary<string, WebhookReceiver> Channels { get; } = [];

    /// <summary>The lines that the app wrote, with the event names that reach the host.</summary>
    public IReadOnlyList<AppLog> Log => [.. log];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<HostileRig> StartAsync()
    {
        var rig = new HostileRig();
        var now = TimeProvider.System.GetUtcNow();
        rig.Hopsworks = await EmulatorServer.StartAsync(
            new() { Clusters = HostileFleet.Create(now), Timings = EmulatorTimings.Lively }, Stop);
        foreach (var format in Formats)
            rig.Channels[format] = await WebhookReceiver.StartAsync();
        await File.WriteAllTextAsync(rig.PathTo("policies.json"), Policies(now), Stop);
        rig.host = await LocalFunctionsHost.StartAsync(
            new()
            {
                AppDirectory = Bicep.Metadata("FunctionApp"),
                Keys = new(Key, Key),
                Settings = rig.Settings("state"),
                FireTimers = false,
                OnReceived = rig.Received,
            },
            Stop);
        rig.client.BaseAddress = new(rig.host.BaseAddress, "api/");
        return rig;
    }

    /// <summary>Makes a run, and returns its answer.</summary>
    public async Task<JsonNode> RunAsync()
    {
        using var answer = await client.PostAsJsonAsync("reconcile", new { }, Stop);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
    }

    /// <summary>Returns the output and the errors of a command. Commands for a deployed app are sent to the app of this rig.</summary>
    public async Task<(string Output, string Errors)> CommandAsync(params string[] arguments)
    {
        var settings = Settings(arguments[0] == "run" ? "state-of-run" : "state");
        if (arguments[0] is not ("run" or "plan"))
            (settings["HOPSWORKS_FUNCTIONS_URL"], settings["HOPSWORKS_FUNCTIONS_KEY"]) = ($"{client.BaseAddress}", Key);
        var (_, output, errors) = await Commands.CommandLine.RunInAsync(folder.FullName, settings, arguments);
        return (output, errors);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        await Hopsworks.DisposeAsync();
        foreach (var channel in Channels.Values)
            await channel.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private void Received(StreamingMessage message)
    {
        if (message.RpcLog is { LogCategory: RpcLog.Types.RpcLogCategory.User } line)
            log.Enqueue(AppLog.Line(line.EventId, line.Message));
    }

    private string PathTo(string file) => Path.Combine(folder.FullName, file);

    private Dictionary<string, string> Settings(string state)
    {
        var settings = new Dictionary<string, string>
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["AZURE_TOKEN_CREDENTIALS"] = "dev",
            ["Hopsworks__BaseUrl"] = Hopsworks.BaseAddress.ToString(),
            ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
            ["Policies__Source"] = PathTo("policies.json"),
            ["ReconcileSchedule"] = "0 */5 * * * *",
            ["DigestSchedule"] = "0 0 7 * * 1",
            ["Savings__RetailPrices"] = "false",
            ["State__Directory"] = PathTo(state),
        };
        foreach (var (format, receiver) in Channels)
            settings[$"Secrets__{format}-hook"] = receiver.Address;
        return settings;
    }

    /// <summary>
    /// Returns policies with one window a day, already over, for all clusters except a near match and one with an unknown tag.
    /// </summary>
    private static string Policies(DateTimeOffset now)
    {
        string Hour(int ago) => now.AddHours(-ago).UtcDateTime.ToString("HH:00", CultureInfo.InvariantCulture);
        var channels = Formats.Select(format => $$"""
            { "type": "{{format}}", "urlSecret": "{{format}}-hook", "on": ["stop", "stopFailed", "config", "limit", "key", "workers"] }
            """);
        return $$"""
            {
              "timeZone": "UTC",
              "schedules": { "office": { "up": ["daily {{Hour(2)}}-{{Hour(1)}}"] } },
              "limits": { "maxStopsPerRun": 100 },
              "rules": [
                { "name": "close", "match": { "name": "@sum(1)" }, "protect": true },
                { "name": "chosen", "match": { "id": "hostile-23" }, "scheduleTag": "schedule" },
                { "name": "rest", "match": {}, "schedule": "office" }
              ],
              "notify": [ {{string.Join(", ", channels)}} ]
            }
            """;
    }
}

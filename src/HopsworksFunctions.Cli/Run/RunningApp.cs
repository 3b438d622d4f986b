using HopsworksEmulator;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.LocalHost;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The function app in the local host, with the emulator unless a real endpoint is configured.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly ILoggerFactory _logging;

    private RunningApp(EmulatorServer? emulator, LocalFunctionsHost host, ILoggerFactory logging) =>
        (Emulator, Host, _logging) = (emulator, host, logging);

    public EmulatorServer? Emulator { get; }

    public LocalFunctionsHost Host { get; }

    /// <summary>Starts the app and, if needed, the emulator. The host's log goes to standard error.</summary>
    /// <param name="quiet">Whether the host logs only warnings and errors.</param>
    /// <exception cref="CliException">The app cannot be started, or exits early.</exception>
    public static async Task<RunningApp> StartAsync(
        RunSettings settings, LocalHostOptions options, bool quiet, CancellationToken cancellationToken)
    {
        var logging = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(quiet ? LogLevel.Warning : LogLevel.Information)
            .AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat) = (true, "HH:mm:ss "))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var emulator = settings.IsEmulated ? await StartEmulatorAsync(settings, cancellationToken) : null;
        try
        {
            var host = await LocalFunctionsHost.StartAsync(
                options with { Settings = WithOwnerKey(AppSettings(settings, emulator), options.Keys), LoggerFactory = logging },
                cancellationToken);
            return new(emulator, host, logging);
        }
        catch (Exception e)
        {
            if (emulator is not null)
                await emulator.DisposeAsync();
            logging.Dispose();
            throw e is InvocationFailedException
                ? new CliException($"The app did not start: {e.Message}. See its log above.", e)
                : e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (Emulator is not null)
            await Emulator.DisposeAsync();
        _logging.Dispose();
    }

    /// <summary>Adds the owner key, because on a developer's machine anyone with the local host's master key is an owner.</summary>
    private static Dictionary<string, string> WithOwnerKey(IReadOnlyDictionary<string, string> settings, HostKeys keys)
    {
        var all = new Dictionary<string, string>(settings);
        all.TryAdd("Secrets__hopsworks-functions-owner-key", keys.Master);
        return all;
    }

    public static async Task<EmulatorServer> StartEmulatorAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var options = new EmulatorOptions { ClusterApis = true, Timings = EmulatorTimings.Lively };
        if (settings.Accounts is not { Count: > 0 } accounts)
            options = options with { Clusters = await EmulatedFleet.CreateAsync(settings, cancellationToken) };
        else
        {
            var emulated = new List<AccountOptions>();
            foreach (var account in accounts)
            {
                var clusters = await EmulatedFleet.CreateAsync(settings.Of(account), cancellationToken);
                emulated.Add(new(account, [ManyAccounts.KeyOf(account)], clusters));
            }
            options = options with { Accounts = emulated };
        }
        return await EmulatorServer.StartAsync(options, cancellationToken);
    }

    public static IReadOnlyDictionary<string, string> AppSettings(RunSettings settings, EmulatorServer? emulator)
    {
        if (emulator is null)
            return settings.Values;

        var options = new EmulatorOptions();
        // The emulator's keys replace real ones in the environment.
        var all = new Dictionary<string, string>(settings.Values)
        {
            ["Hopsworks__BaseUrl"] = emulator.BaseAddress.ToString(),
            ["HOPSWORKSAI_API_KEY"] = options.ApiKeys[0],
            ["Hopsworks__ClusterApiKey"] = options.ClusterApiKeys[0],
        };
        foreach (var account in settings.Accounts)
        {
            if (settings.KeyNameOf(account) is { Length: > 0 } name)
                all[$"Secrets__{name}"] = ManyAccounts.KeyOf(account);
        }
        return all;
    }
}

using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HopsworksEmulator;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace HopsworksFunctions.Tests.Accounts;

/// <summary>
/// Several accounts in the real container. Each has a control plane with a cluster to stop, a key and a policy file of its own, and all
/// share a state folder. Messages to the queue are kept, and delivered when a test says so.
/// </summary>
internal sealed class AccountRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Night = new(2026, 6, 2, 1, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private const string Policies = """
        { "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
          "rules": [{ "name": "all", "match": {}, "schedule": "office", "enforce": true }] }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accounts-");
    private ServiceProvider services = null!;
    private int ticks;

    public FakeTimeProvider Time { get; } = new(Night);

    /// <summary>The emulator of each account.</summary>
    public Dictionary<string, EmulatorServer> Emulators { get; } = [];

    /// <summary>The messages sent but not delivered, oldest first.</summary>
    public ConcurrentQueue<string> Queue { get; } = [];

    /// <summary>The exception that the queue throws, if any.</summary>
    public Exception? QueueFault { get; set; }

    public IReadOnlyList<FakeLogRecord> Logs => services.GetFakeLogCollector().GetSnapshot();

    public AccountSettings SettingsOfAll => services.GetRequiredService<AccountSettings>();

    public AccountBoard Board => services.GetRequiredService<AccountBoard>();

    public static async Task<AccountRig> StartAsync(
        IReadOnlyList<string> accounts, int inProcess = 8, params (string Name, string Value)[] more)
    {
        var rig = new AccountRig();
        var settings = new Dictionary<string, string?>
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development", ["State:Directory"] = rig.folder.FullName,
            ["State:QueueServiceUri"] = "https://sthops.queue.core.windows.net", ["AccountsInProcess"] = $"{inProcess}",
            ["ReconcileSchedule"] = "0 */5 * * * *", ["Savings:RetailPrices"] = "false",
        };
        foreach (var account in accounts)
        {
            var key = $"kEyMaRkEr-of-{account}";
            rig.Emulators[account] = await EmulatorServer.StartAsync(
                new()
                {
                    ApiKeys = [key], Time = rig.Time,
                    Clusters = [new() { Id = $"id-{account}", Name = $"dev-{account}", CreatedOn = Night.AddDays(-30),
                        StartedOn = Night.AddHours(-12), Azure = new() { Location = "North Europe" } }],
                }, Stop);
            await File.WriteAllTextAsync(rig.PoliciesOf(account), Policies, Stop);
            settings[$"Accounts:{account}:ApiKeySecretName"] = $"{account}-key";
            settings[$"Accounts:{account}:BaseUrl"] = rig.Emulators[account].BaseAddress.ToString();
            settings[$"Accounts:{account}:PoliciesSource"] = rig.PoliciesOf(account);
            settings[$"Secrets:{account}-key"] = key;
        }
        foreach (var (name, value) in more)
            settings[name] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        rig.services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddFakeLogging())
            .AddSingleton<TimeProvider>(rig.Time)
            .AddSingleton(new AccountQueue(rig.Client()))
            .AddAccounts(configuration, (own, its) => own.AddCore(its))
            .AddCore(configuration)
            .BuildServiceProvider();
        return rig;
    }

    public string PoliciesOf(string account) => Path.Combine(folder.FullName, $"{account}.json");

    /// <summary>Runs a tick of the timer.</summary>
    public Task<string?> TickAsync() =>
        services.GetRequiredService<AccountTick>().RunAsync(new($"tick-{++ticks}", "timer"), Stop);

    /// <summary>Runs a tick an interval after the last.</summary>
    public Task<string?> NextTickAsync()
    {
        Time.Advance(Interval);
        return TickAsync();
    }

    public async Task DeliverAsync(string json)
    {
        Assert.True(AccountMessage.TryParse(json, out var message, out var problem), problem);
        await services.GetRequiredService<AccountRun>().RunAsync(message, "delivered", Stop);
    }

    /// <summary>Waits until the accounts have completed a run.</summary>
    public async Task CompletedAsync(params string[] accounts)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (accounts.Any(account => !Logs.Any(line => line.Message.EndsWith($" (account {account})", StringComparison.Ordinal)
            && line.Message.Contains(" run ", StringComparison.Ordinal))))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
    }

    /// <summary>Returns one of an account's own services.</summary>
    public async Task<T> ServiceOfAsync<T>(string account)
        where T : notnull
    {
        await using var scope = Open(account);
        return scope.Services.GetRequiredService<T>();
    }

    public AccountScope Open(string account) => services.GetRequiredService<AccountServices>().Open(account);

    public async Task<AccountState> StateOfAsync(string account)
    {
        await using var scope = Open(account);
        return await scope.Services.GetRequiredService<IAccountStore>().LoadAsync(Stop);
    }

    /// <summary>Returns the actions sent to an account's control plane, such as <c>Stop dev-acme</c>.</summary>
    public IReadOnlyList<string> ActionsOf(string account) => [.. Emulators[account].Calls.All
        .Where(call => call.Operation is Operation.Stop or Operation.Start)
        .Select(call => $"{call.Operation} {Emulators[account].ControlPlane.Get(call.Cluster!)!.Name}")];

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await services.GetRequiredService<AccountServices>().DisposeAsync();
        await services.DisposeAsync();
        foreach (var emulator in Emulators.Values)
            await emulator.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private QueueClient Client()
    {
        var client = new Mock<QueueClient>();
        client.Setup(c => c.SendMessageAsync(
                It.IsAny<string>(), It.IsAny<TimeSpan?>(), It.IsAny<TimeSpan?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string text, TimeSpan? _, TimeSpan? timeToLive, CancellationToken _) =>
            {
                if (QueueFault is { } fault)
                    throw fault;
                Assert.Equal(Interval, timeToLive);
                Queue.Enqueue(text);
                return Azure.Response.FromValue(QueuesModelFactory.SendReceipt("id", Night, Night, "pop", Night), null!);
            });
        return client.Object;
    }
}

using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Testing.Loopback;

namespace HopsworksFunctions.Scale;

/// <summary>
/// Many emulated accounts, one storage emulator, and several instances of the published app. Only the first has the timer.
/// </summary>
public sealed class ScaleRig : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>The polling interval grows with the accounts, because reading the state of all accounts is work for the app.</summary>
    private static readonly TimeSpan LookPerAccount = TimeSpan.FromMilliseconds(3);

    private readonly ScaleOptions options;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scale-");
    private readonly Azurite storage;
    private readonly AzureOnLoopback azure;
    private readonly EmulatorServer hopsworks;
    private readonly List<Instance> instances = [];
    private readonly AccountRuns runs;

    private ScaleRig(ScaleOptions options, Azurite storage, AzureOnLoopback azure, EmulatorServer hopsworks)
    {
        (this.options, this.storage, this.azure, this.hopsworks) = (options, storage, azure, hopsworks);
        runs = new([.. hopsworks.Accounts.Select(account => account.Name)], n => instances[n % instances.Count]);
        File.WriteAllText(PolicyFile, ScalePolicies.Create(TimeProvider.System.GetUtcNow()));
        foreach (var account in hopsworks.Accounts)
            azure.Vault.Set(ScaleSettings.SecretOf(account.Name), ManyAccounts.KeyOf(account.Name));
    }

    public IReadOnlyList<Instance> Instances => instances;

    /// <summary>The names of the clusters that are not yet in the state that the policies want.</summary>
    public IReadOnlyList<string> Unfinished =>
    [
        .. hopsworks.Accounts.SelectMany(account => account.ControlPlane.List())
            .Where(cluster => ScalePolicies.WantsRunning(cluster.Name) is { } running
                && cluster.State != ClusterStates.ExternallyStopped
                && cluster.State != (running ? ClusterStates.Running : ClusterStates.Stopped))
            .Select(cluster => cluster.Name),
    ];

    private string PolicyFile => Path.Combine(folder.FullName, "policies.json");

    private int HopsworksCalls => hopsworks.Accounts.Sum(account => account.Calls.All.Count);

    public static async Task<ScaleRig> StartAsync(ScaleOptions options)
    {
        var storage = await Azurite.StartAsync(logRequests: true);
        var rig = new ScaleRig(options, storage, await AzureOnLoopback.StartAsync(storage), await EmulatorServer.StartAsync(new()
        {
            Accounts = ManyAccounts.Create(options.Accounts, options.Clusters, TimeProvider.System.GetUtcNow()),
            Faults = FaultMix.Create(options.Latency, options.Faults, options.Seed),
            Timings = EmulatorTimings.Immediate,
        }));
        try
        {
            for (var n = 0; n < options.Instances; n++)
                rig.instances.Add(await rig.StartInstanceAsync(n));
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Invokes the timer function once, and waits until each account has completed a run or the tick's time is over.</summary>
    /// <param name="quiet">The tick also ends after this time without a completed run, because a killed instance never completes its
    /// runs.</param>
    /// <param name="meanwhile">What happens during the tick. Polling for completed runs begins when it ends.</param>
    public async Task<Tick> TickAsync(
        TimeSpan? quiet = null, Func<Task>? meanwhile = null, CancellationToken cancellationToken = default)
    {
        var (callsBefore, storageBefore) = (HopsworksCalls, storage.Requests);
        var figuresBefore = instances.ToDictionary(it => it, it => it.Figures());
        // The app identifies a tick by its second.
        var from = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await instances[0].RunNowAsync("Reconcile", cancellationToken);
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        await CompleteAsync(from, quiet ?? options.Interval, cancellationToken);

        var (calls, requests, figures) = (HopsworksCalls - callsBefore, storage.Requests - storageBefore, instances.ConvertAll(Figures));
        var all = await runs.AllAsync(from, cancellationToken);
        return new(
            all.Values.SelectMany(its => its).Select(run => run.FinishedAt - from).DefaultIfEmpty(options.Interval).Max(),
            Those(its => its.Count == 0), Those(its => its.Count > 1), Those(its => its.Any(run => run.Outcome == "failed")),
            [.. hopsworks.Accounts.SelectMany(account => account.Calls.Repeated()).Select(call => $"{call.Operation} of {call.Cluster}")],
            (double)calls / options.Accounts, (double)requests / options.Accounts, figures);

        InstanceFigures Figures(Instance instance)
        {
            var now = instance.Figures();
            return now with { Cpu = now.Cpu - figuresBefore.GetValueOrDefault(instance).Cpu };
        }

        IReadOnlyList<string> Those(Func<IReadOnlyList<Run>, bool> condition) =>
            [.. all.Where(its => condition(its.Value)).Select(its => its.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>Waits until Hopsworks.ai has received this many calls since the start.</summary>
    public async Task CallsAsync(int calls, CancellationToken cancellationToken)
    {
        while (HopsworksCalls < calls)
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
    }

    /// <summary>Kills an instance and starts another in its place.</summary>
    public async Task ReplaceAsync(int instance)
    {
        await instances[instance].DisposeAsync();
        instances[instance] = await StartInstanceAsync(instance);
    }

    /// <summary>Ends all leases on accounts, as the service does a minute after it loses the instances that held them.</summary>
    public async Task EndLeasesAsync(CancellationToken cancellationToken)
    {
        await foreach (var blob in storage.Container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (blob.Properties.LeaseState == Azure.Storage.Blobs.Models.LeaseState.Leased)
                await storage.BreakLeaseAsync(blob.Name, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
            await instance.DisposeAsync();
        await hopsworks.DisposeAsync();
        await azure.DisposeAsync();
        await storage.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task CompleteAsync(DateTimeOffset from, TimeSpan quiet, CancellationToken cancellationToken)
    {
        var (completed, since) = (0, TimeProvider.System.GetUtcNow());
        while (completed < options.Accounts)
        {
            await Task.Delay(Look + LookPerAccount * options.Accounts, TimeProvider.System, cancellationToken);
            var (now, count) = (TimeProvider.System.GetUtcNow(), await runs.CompletedAsync(from, cancellationToken));
            if (count == completed && now - since >= quiet || now - from >= options.Interval)
                return;
            (completed, since) = count == completed ? (completed, since) : (count, now);
        }
    }

    private Task<Instance> StartInstanceAsync(int number)
    {
        var settings = new Dictionary<string, string?>(azure.Environment);
        ScaleSettings.Add(settings, [.. hopsworks.Accounts.Select(account => account.Name)], options.Interval);
        settings["Hopsworks__BaseUrl"] = hopsworks.BaseAddress.ToString();
        settings["Policies__Source"] = PolicyFile;
        if (number > 0)
            settings["AzureWebJobs.Reconcile.Disabled"] = "true";
        return Instance.StartAsync(settings);
    }
}

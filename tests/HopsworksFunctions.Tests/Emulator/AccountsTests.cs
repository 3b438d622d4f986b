using HopsworksEmulator;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class AccountsTests
{
    [Fact]
    public async Task A_key_opens_the_clusters_of_its_account_and_no_others()
    {
        await using var emulated = await StartAsync();

        Assert.Equal((200, "of-acme"), await ListAsync(emulated, "acme-key"));
        Assert.Equal((200, "of-acme"), await ListAsync(emulated, "acme-new-key"));
        Assert.Equal((200, "of-globex"), await ListAsync(emulated, "globex-key"));
        Assert.Equal((403, """{"message":"Forbidden"}"""), await ListAsync(emulated, "emulator-kEyMaRkEr"));
        Assert.Equal(404, (await SendAsync(emulated, "globex-key", "PUT /api/clusters/acme-1/stop")).Status);
    }

    [Fact]
    public async Task Actions_change_and_log_their_own_account()
    {
        await using var emulated = await StartAsync();
        var (acme, globex) = (emulated.Server.Accounts[0], emulated.Server.Accounts[1]);

        Assert.Equal(200, (await SendAsync(emulated, "globex-key", "PUT /api/clusters/globex-1/stop")).Status);
        emulated.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(("running", "stopping"), (acme.ControlPlane.Get("acme-1")!.State, globex.ControlPlane.Get("globex-1")!.State));
        Assert.Equal((0, 1), (acme.Calls.All.Count, globex.Calls.Of(Operation.Stop, "globex-1").Count));
    }

    [Fact]
    public async Task Faults_and_keys_are_those_of_an_account()
    {
        await using var emulated = await StartAsync();
        var (acme, globex) = (emulated.Server.Accounts[0], emulated.Server.Accounts[1]);

        globex.Faults.Add(Fault.Gateway(500));
        Assert.Equal((200, 500), ((await ListAsync(emulated, "acme-key")).Status, (await ListAsync(emulated, "globex-key")).Status));

        globex.Faults.Clear();
        acme.ApiKeys.Accept("acme-rotated");
        Assert.Equal((403, 200), ((await ListAsync(emulated, "acme-key")).Status, (await ListAsync(emulated, "globex-key")).Status));

        globex.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(1)));
        var slow = ListAsync(emulated, "globex-key");
        Assert.Equal(200, (await ListAsync(emulated, "acme-rotated")).Status);
        Assert.False(slow.IsCompleted);
        while (!slow.IsCompleted)
        {
            emulated.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.Equal(200, (await slow).Status);
    }

    [Fact]
    public async Task Clusters_of_all_accounts_have_their_own_apis()
    {
        await using var emulated = await StartAsync(options => options with { ClusterApis = true });
        var globex = emulated.Server.Accounts[1];
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", "ApiKey emulator.cluster-kEyMaRkEr" } } };

        var address = new Uri(new(globex.ControlPlane.Get("globex-1")!.Url), "/hopsworks-api/api/clusterUtilisation/metrics");
        using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Single(globex.Calls.Of(Operation.Probe, "globex-1"));
    }

    [Fact]
    public void Many_accounts_have_nothing_in_common()
    {
        var accounts = ManyAccounts.Create(3, 20, Emulated.Noon);
        var clusters = accounts.SelectMany(account => account.Clusters).ToList();

        Assert.Equal(["account0001", "account0002", "account0003"], accounts.Select(account => account.Name));
        Assert.Equal(3, accounts.SelectMany(account => account.ApiKeys).Distinct().Count());
        Assert.Equal((60, 60), (clusters.DistinctBy(cluster => cluster.Id).Count(), clusters.DistinctBy(cluster => cluster.Name).Count()));
        Assert.All(accounts, account => Assert.All(account.Clusters, cluster => Assert.EndsWith(account.Name, cluster.Name)));
        Assert.All(clusters, cluster => Assert.True(Guid.TryParse(cluster.Id, out _)));
    }

    [Fact]
    public async Task An_action_sent_again_after_it_was_accepted_is_found()
    {
        await using var emulated = await Emulated.StartAsync(options => options with { Timings = EmulatorTimings.Immediate });
        emulated.Server.Faults.Add(Fault.Gateway(500) with { Times = 1 });
        foreach (var action in new[] { "stop", "stop", "start", "stop", "start" })
            await emulated.SendRawAsync($"PUT /api/clusters/c1/{action}");
        Assert.Empty(emulated.Server.Calls.Repeated());

        await emulated.SendRawAsync("PUT /api/clusters/c1/start");

        var repeated = Assert.Single(emulated.Server.Calls.Repeated());
        Assert.Equal((Operation.Start, "c1"), (repeated.Operation, repeated.Cluster));
    }

    private static Task<Emulated> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null) => Emulated.StartAsync(options =>
    {
        options = options with
        {
            Accounts = [Account("acme", "acme-key", "acme-new-key"), Account("globex", "globex-key")],
        };
        return change?.Invoke(options) ?? options;
    });

    private static AccountOptions Account(string name, params string[] keys) =>
        new(name, keys, [Emulated.C1 with { Id = $"{name}-1", Name = $"of-{name}" }]);

    private static async Task<(int Status, string Names)> ListAsync(Emulated emulated, string key)
    {
        var (status, body) = await SendAsync(emulated, key, "GET /api/clusters");
        return (status, status == 200 ? string.Join(' ', emulated.Server.Accounts
            .SelectMany(account => account.ControlPlane.List())
            .Where(cluster => body.Contains($"\"{cluster.Name}\"", StringComparison.Ordinal)).Select(cluster => cluster.Name)) : body);
    }

    private static Task<(int Status, string Body)> SendAsync(Emulated emulated, string key, string methodAndPath)
    {
        emulated.Client.DefaultRequestHeaders.Remove("x-api-key");
        emulated.Client.DefaultRequestHeaders.Add("x-api-key", key);
        return emulated.SendRawAsync(methodAndPath);
    }
}

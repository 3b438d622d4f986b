using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Tests.State;

/// <summary>How often runs over a thousand clusters call a table. Each call costs money and time.</summary>
public sealed class StoreCallsTests(AzuriteProcess azurite)
{
    private const string Protected = "{ 'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'protect': true } ] }";

    private const string Nights = """
        { 'schedules': { 'nights': { 'up': ['mon-fri 22:00-06:00'] } },
          'rules': [ { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'nights' } ] }
        """;

    private static readonly Cluster[] Fleet = [.. Enumerable.Range(0, 1000).Select(i => Bench.Stopped($"dev-{i:000}"))];

    [Fact]
    public async Task Changes_of_a_thousand_clusters_take_few_calls_and_no_change_takes_fewer()
    {
        var calls = 0;
        using var transport = new FaultyTransport { Sending = _ => calls++ };
        var (table, account) = (await azurite.TableAsync(transport: transport), Guid.NewGuid().ToString());
        // The table may not exist yet.
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        var documents = new TableDocumentStore(table, account, TimeProvider.System);
        var bench = new Bench
        {
            Accounts = new DocumentAccountStore(documents, account, NullLogger<DocumentAccountStore>.Instance),
            Audit = new TableAuditLog(table, account),
        }.Lists(Fleet);

        var firstSight = await CallsAsync();
        var quiet = await CallsAsync();
        bench.Policies = new(PolicyText.Valid(Nights), null);
        var changedPolicies = await CallsAsync();
        bench.Lists(Bench.Stopped("dev-000"));
        var gone = await CallsAsync();
        bench.Lists(Fleet).Policies = new(PolicyText.Valid(Protected), null);
        await CallsAsync();
        // The end of protection is an incident of each cluster, and it lasts an hour.
        bench.Policies = new(PolicyText.Valid(Nights), null);
        var incidents = await CallsAsync();
        var open = (await bench.Accounts.LoadAsync(TestContext.Current.CancellationToken)).Incidents.Count;
        bench.Time.Advance(TimeSpan.FromHours(1));
        var resolved = await CallsAsync();

        Assert.InRange(firstSight, 1, 40);
        // A run makes one call for each of the seven kinds of documents, one for the audit log, and one for the run.
        Assert.InRange(quiet, 1, 9);
        Assert.InRange(changedPolicies, 1, 40);
        Assert.InRange(gone, 1, 40);
        Assert.Equal(1000, open);
        Assert.InRange(incidents, 1, 50);
        Assert.InRange(resolved, 1, 50);
        var kept = await bench.Accounts.LoadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1000, 0), (kept.Records.Count, kept.Incidents.Count));

        async Task<int> CallsAsync()
        {
            calls = 0;
            Assert.Equal(RunOutcome.Ok, (await bench.RunAsync()).Outcome);
            bench.Time.Advance(TimeSpan.FromMinutes(5));
            TestContext.Current.TestOutputHelper?.WriteLine($"{calls} calls");
            return calls;
        }
    }
}

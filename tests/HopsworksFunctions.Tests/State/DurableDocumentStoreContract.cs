using System.Text;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The promises of stores with content that others can reach.</summary>
public abstract class DurableDocumentStoreContract : DocumentStoreContract
{
    protected abstract Task<IDocumentStore> OpenAsync(string account);

    /// <summary>Makes a document unreadable, and returns its damaged content.</summary>
    protected abstract Task<object> DamageAsync(string kind, string key, Damage damage);

    /// <summary>Returns the content that was set aside under a name, in the form that <see cref="DamageAsync"/> returns.</summary>
    protected abstract Task<object> KeptAsync(string aside);

    /// <summary>Changes a document to schema 1.</summary>
    protected abstract Task AgeAsync(string kind, string key);

    protected abstract Task<int> SchemaAsync(string kind, string key);

    [Fact]
    public async Task A_document_of_an_earlier_schema_is_read_upgraded_and_written_so_by_its_next_save()
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "c1", """{"clusterId":"c1","name":"dev","pending":{"action":"stop","reason":"windowEnd","rule":"dev","sentAt":"2026-03-02T19:00:00Z","answer":"accepted"}}""", null, Stop);
        await AgeAsync("record", "c1");

        var state = await LoadAsync(store);

        Assert.Empty(state.Damaged);
        Assert.Equal(("dev", null), (state.Records["c1"].Pending!.Rule, state.Records["c1"].Pending!.RunId));
        Assert.Equal(1, await SchemaAsync("record", "c1"));
        var changed = state.Records["c1"] with { Deferred = 1 };
        await state.SaveAsync(changed, Stop);
        Assert.Equal(DocumentSchema.Current, await SchemaAsync("record", "c1"));
        Assert.Equal(changed, (await LoadAsync(store)).Records["c1"]);
    }

    [Fact]
    public async Task Keeps_the_largest_policies_and_an_incident_with_the_longest_message()
    {
        var store = await OpenAsync();
        // Quotation marks take the most space in a document, because each is escaped.
        var largest = """{ "rules": [ { "name": "r", "match": {} } ] } // """.PadRight(240_000, '"').PadRight(PolicyFile.MaxBytes);
        var kept = new LastGoodPolicies(
            store, new(store, Duration.FromDays(90)), new(SourceReader.OfDeveloper("/"), new(store), TimeProvider.System));

        await kept.KeepAsync(Encoding.UTF8.GetBytes(largest), "1", Stop);

        Assert.Equal("r", (await kept.FindAsync(Stop))!.Rules[0].Name);
        var state = await LoadAsync(store);
        await state.UpdateAsync(new Incident(EventKind.Config, null, Instant.FromUtc(2026, 6, 1, 0, 0), new string('x', 1_000_000)), Stop);
        Assert.InRange((await LoadAsync(store)).Incidents.Single().Message.Length, 3_000, 4_000);
    }

    [Fact]
    public async Task Keeps_as_many_failed_runs_as_it_keeps_of_any_when_each_has_the_longest_error()
    {
        var state = await LoadAsync(await OpenAsync());
        var error = new string('"', 1_000_000);

        for (var i = 0; i < 110; i++)
        {
            var at = Bench.Evening.ToDateTimeOffset().AddMinutes(i);
            await state.AddAsync(new FinishedRun($"r{i}", "timer", at, at, RunOutcome.Failed, error, null, new(0, 0, 0, 0)), Stop);
        }

        var runs = (await LoadAsync(await OpenAsync())).Runs;
        Assert.Equal(100, runs.Count);
        Assert.All(runs, run => Assert.InRange(run.Error!.Length, 500, 700));
    }

    private static Task<AccountState> LoadAsync(IDocumentStore store) =>
        new DocumentAccountStore(store, "a", NullLogger<DocumentAccountStore>.Instance).LoadAsync(Stop);

    [Fact]
    public async Task Keeps_accounts_apart()
    {
        var (one, other) = (await OpenAsync("one/" + Guid.NewGuid()), await OpenAsync("one"));
        await one.WriteAsync("record", "a", "1", null, Stop);
        Assert.Empty((await other.ReadAsync("record", Stop)).Documents);
    }

    [Theory]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.NewerSchema)]
    [InlineData(Damage.Foreign)]
    public async Task What_others_damage_or_change_between_two_loads_is_seen_by_the_second(Damage damage)
    {
        var (store, other) = (await OpenAsync(), await OpenAsync());
        var accounts = new DocumentAccountStore(store, "a", NullLogger<DocumentAccountStore>.Instance);
        var full = FullRecord.Create();
        await (await accounts.LoadAsync(Stop)).SaveAllAsync([full, full with { ClusterId = "c2" }, full with { ClusterId = "c3" }], Stop);
        var before = await accounts.LoadAsync(Stop);
        await DamageAsync("record", "c1", damage);
        await (await LoadAsync(other)).SaveAsync(full with { ClusterId = "c2", Deferred = 7 }, Stop);

        var after = await accounts.LoadAsync(Stop);
        var copy = await accounts.LoadReadOnlyAsync(Stop);

        Assert.Equal((3, 0), (before.Records.Count, before.Damaged.Count));
        foreach (var state in (AccountState[])[after, copy])
        {
            Assert.Equal("c1", Assert.Single(state.Damaged).Key);
            Assert.Equal(["c2", "c3"], state.Records.Keys.Order());
            Assert.Equal((7, full.Deferred), (state.Records["c2"].Deferred, state.Records["c3"].Deferred));
        }
        var failures = await after.SaveAllAsync([full, full with { ClusterId = "c3", Deferred = 8 }], Stop);
        Assert.All(failures, Assert.Null);
        Assert.Equal(full, (await accounts.LoadAsync(Stop)).Records["c1"]);
        Assert.Empty((await accounts.LoadAsync(Stop)).Damaged);
    }

    [Theory]
    [InlineData(Damage.Truncated, "is not valid JSON")]
    [InlineData(Damage.NewerSchema, "has schema 3, but this version of the app reads up to 2")]
    [InlineData(Damage.Foreign, "has no schema number")]
    public async Task A_damaged_document_is_named_and_kept_untouched(Damage damage, string problem)
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", """{"x":1}""", null, Stop);
        await store.WriteAsync("record", "b", """{"x":2}""", null, Stop);
        var content = await DamageAsync("record", "a", damage);

        var read = await store.ReadAsync("record", Stop);
        Assert.Equal("b", Assert.Single(read.Documents).Key);
        var damaged = Assert.Single(read.Damaged);
        Assert.Equal(("record", "a"), (damaged.Kind, damaged.Key));
        Assert.StartsWith(problem, damaged.Problem, StringComparison.Ordinal);
        Assert.Equal(damaged, Assert.Single((await store.FindAsync("record", "a", Stop)).Damaged));

        await Assert.ThrowsAsync<StateConflictException>(() => store.WriteAsync("record", "a", "1", null, Stop));
        Assert.Single((await store.ReadAsync("record", Stop)).Damaged);

        var aside = await store.SetAsideAsync("record", "a", damaged.Version, Stop);
        Assert.Equal(content, await KeptAsync(aside));
        await store.WriteAsync("record", "a", "1", null, Stop);
        Assert.Empty((await store.ReadAsync("record", Stop)).Damaged);
        Assert.Equal(content, await KeptAsync(aside));
    }
}

public enum Damage
{
    Truncated,
    NewerSchema,
    Foreign,
}

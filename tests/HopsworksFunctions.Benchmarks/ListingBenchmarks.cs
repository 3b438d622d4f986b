using System.Text.Json;
using BenchmarkDotNet.Attributes;
using HopsworksEmulator;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>The cost of reading and deciding ten thousand emulated clusters, beside one bare pass over the same bytes.</summary>
[MemoryDiagnoser]
public class ListingBenchmarks
{
    private const int Clusters = 10_000;

    private readonly Dictionary<string, ClusterRecord> records = [];
    private readonly PolicySet policies = PolicyFile.Parse("""
        { "timeZone": "Europe/Stockholm",
          "schedules": { "office": { "up": ["mon-fri 07:00-19:00"] } },
          "rules": [ { "name": "production", "match": { "tags": { "env": "prod" } }, "protect": true },
                     { "name": "rest", "match": {}, "schedule": "office", "warn": "15m" } ] }
        """u8).Policies!;

    private Instant now;
    private byte[] listing = [];
    private Listing last = Listing.None;

    [GlobalSetup]
    public async Task ListAsync()
    {
        var options = new EmulatorOptions { Clusters = LargeFleet.Create(Clusters, TimeProvider.System.GetUtcNow()) };
        await using var emulator = await EmulatorServer.StartAsync(options, default);
        using var client = new HttpClient { BaseAddress = emulator.BaseAddress };
        client.DefaultRequestHeaders.Add("x-api-key", options.ApiKeys[0]);
        listing = await client.GetByteArrayAsync("api/clusters");
        now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        Decide();
    }

    [Benchmark(Baseline = true)]
    public int BarePass()
    {
        var tokens = 0;
        for (var reader = new Utf8JsonReader(listing); reader.Read();)
            tokens++;
        return tokens;
    }

    [Benchmark]
    public int Read() => Read(Listing.None).Clusters.Count();

    [Benchmark]
    public int Decide() => Decide(Listing.None);

    [Benchmark]
    public int DecideUnchanged() => Decide(last);

    private Listing Read(Listing before) =>
        Envelope<Listing>.Read(listing, (ref body) => Listing.ReadPayload(ref body, before, now))!.Content!;

    private int Decide(Listing before)
    {
        var due = 0;
        last = Read(before);
        foreach (var cluster in last.Clusters)
        {
            var rule = policies.RuleFor(cluster);
            var record = ClusterObserver.Observe(records.GetValueOrDefault(cluster.Id), cluster, rule, null, policies.Limits.Retry, now);
            var decision = PolicyEngine.Decide(cluster, rule, record, null, policies.Limits.Retry, now, now + Duration.FromMinutes(5));
            records[cluster.Id] = decision.Record;
            if (decision.Action != ClusterAction.None)
                due++;
        }
        return due;
    }
}

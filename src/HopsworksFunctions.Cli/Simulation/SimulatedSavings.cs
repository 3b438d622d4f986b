using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The audit log of a simulation, reduced to the entries that savings need: the starts and stops of clusters.</summary>
internal sealed class SimulatedSavings(PriceTable prices) : IAuditLog
{
    private readonly List<AuditEntry> entries = [];

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Kind is AuditKind.CameUp or AuditKind.WentDown or AuditKind.ClusterDeleted or AuditKind.Start)
            entries.Add(entry);
        return Task.CompletedTask;
    }

    // A reconciler only appends.
    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult(new AuditPage([], null, []));

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns the savings of the stops, counted as in the app's report.</summary>
    public SavingsReport Report(Instant start, Instant end)
    {
        var times = DownTime.Of(entries, end).Select(time => time.Within(start, end)).OfType<DownTime>().ToList();
        var rates = times.SelectMany(time => CountedNodes.Of(time.Nodes)).Select(nodes => nodes.Machine).Distinct()
            .ToDictionary(machine => machine, machine => prices.Find(machine) ?? Rate.Unknown);
        return SavingsCalculator.Of(times, rates, start, end, end, prices.Note, []);
    }
}

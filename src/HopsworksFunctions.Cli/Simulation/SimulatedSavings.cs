using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The audit log of a simulation, as far as savings need it: who started and stopped clusters.</summary>
internal sealed class SimulatedSavings(PriceTable prices) : IAuditLog
{
    private readonly List<AuditEntry> entries = [];

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Kind is AuditKind.CameUp or AuditKind.WentDown or AuditKind.ClusterDeleted or AuditKind.Start)
            entries.Add(entry);
        return Task.CompletedTask;
    }

    // A reconciler appends only.
    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult(new AuditPage([], null, []));

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the stops saved, as the app's report counts it.</summary>
    public SavingsReport Report(Instant start, Instant end)
    {
        var times = DownTime.Of(entries, end).Select(time => time.Within(start, end)).OfType<DownTime>().ToList();
        var rates = times.SelectMany(time => CountedNodes.Of(time.Nodes)).Select(nodes => nodes.Machine).Distinct()
            .ToDictionary(machine => machine, machine => prices.Find(machine) ?? Rate.Unknown);
        return SavingsCalculator.Of(times, rates, start, end, end, prices.Note, []);
    }
}

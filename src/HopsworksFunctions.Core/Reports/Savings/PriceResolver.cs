using System.Collections.Concurrent;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Finds each machine's price in the first price source that has one.</summary>
public sealed class PriceResolver(IEnumerable<IPriceSource> sources, MachineSizes sizes, TimeProvider time)
{
    // Prices and sizes that take longer are unknown in this report.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);
    private const int AtATime = 4;

    /// <summary>Returns a rate for each machine, the first note of a source, and the failures to read prices, one sentence each.</summary>
    public async Task<(IReadOnlyDictionary<Machine, Rate> Rates, string? Note, IReadOnlyList<string> Problems)> FindAsync(
        IReadOnlyList<Machine> machines, CancellationToken cancellationToken)
    {
        var opened = new List<OpenPrices>();
        foreach (var source in sources)
            opened.Add(await source.OpenAsync(cancellationToken));
        using var deadline = new CancellationTokenSource(MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var rates = new ConcurrentDictionary<Machine, Rate>();
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(machines, bounds, async (machine, _) =>
            rates[machine] = await FindAsync(machine, opened, either.Token));
        cancellationToken.ThrowIfCancellationRequested();
        return (rates, opened.Find(o => o.Note is not null)?.Note, [.. opened.Select(o => o.Problem).OfType<string>()]);
    }

    private async Task<Rate> FindAsync(Machine machine, List<OpenPrices> opened, CancellationToken cancellationToken)
    {
        Rate? known = null;
        foreach (var prices in opened)
            known ??= await prices.FindAsync(machine, cancellationToken);
        known ??= Rate.Unknown;
        return known.Cpus is null ? known with { Cpus = await SizeAsync(machine, cancellationToken) } : known;
    }

    private async Task<int?> SizeAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            return await sizes.FindAsync(machine, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

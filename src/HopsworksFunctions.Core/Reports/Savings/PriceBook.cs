using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>What machines cost: by the price table, else by Azure's price list, else unknown.</summary>
public sealed class PriceBook(PriceTableSource tables, RetailPrices retail, MachineSizes sizes, IOptions<SavingsOptions> options, TimeProvider time)
{
    // Prices and sizes that are not there by then are unknown this once.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private const int AtATime = 4;

    /// <summary>A rate for each machine, what the price table says of itself, and what hindered the reading, one sentence each.</summary>
    public async Task<(IReadOnlyDictionary<Machine, Rate> Rates, string? Note, IReadOnlyList<string> Problems)> FindAsync(IReadOnlyList<Machine> machines, CancellationToken cancellationToken)
    {
        var (table, problem) = await tables.ReadAsync(cancellationToken);
        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var rates = new Rate[machines.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, machines.Count), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (i, _) =>
            rates[i] = await FindAsync(machines[i], table, either.Token));
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<string> problems = problem is null ? [] : [problem];
        return (machines.Zip(rates).ToDictionary(m => m.First, m => m.Second), table.Note, problems);
    }

    private async Task<Rate> FindAsync(Machine machine, PriceTable table, CancellationToken cancellationToken)
    {
        var known = table.Find(machine) ?? Rate.Unknown;
        if (known.UsdPerHour is null && options.Value.RetailPrices && await retail.FindAsync(machine, cancellationToken) is { } price)
            known = known with { UsdPerHour = price, Source = "Azure retail price" };
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

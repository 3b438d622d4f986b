namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>A source of machine prices. Sources are tried in the order of registration until one has a price.</summary>
public interface IPriceSource
{
    /// <summary>Opens the source for one report.</summary>
    Task<OpenPrices> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>The current prices of a source.</summary>
/// <param name="Note">The source's note on its prices; null for none.</param>
/// <param name="Problem">The failure to read the prices, in one sentence; null for none.</param>
/// <param name="FindAsync">Finds a machine's rate; null if the source has no price for it.</param>
public sealed record OpenPrices(
    Func<Machine, CancellationToken, ValueTask<Rate?>> FindAsync, string? Note = null, string? Problem = null);

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Lists machine prices. The sources are tried in the order of registration, until one has a price.</summary>
public interface IPriceSource
{
    /// <summary>Opens the source for one report.</summary>
    Task<OpenPrices> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>The current prices of a source.</summary>
/// <param name="Note">The source's own note on its prices; null for none.</param>
/// <param name="Problem">What went wrong with reading, in one sentence; null when nothing did.</param>
/// <param name="FindAsync">Finds a machine's rate; null when the source has no price for it.</param>
public sealed record OpenPrices(
    Func<Machine, CancellationToken, ValueTask<Rate?>> FindAsync, string? Note = null, string? Problem = null);

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>Lists prices of machines. Sources are asked in the order of their registration, until one has a price.</summary>
public interface IPriceSource
{
    /// <summary>Opens the source for one report.</summary>
    Task<OpenPrices> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>A price source as it is now.</summary>
/// <param name="Note">What the source says of its prices; null when nothing.</param>
/// <param name="Problem">What hindered the reading, in a sentence; null when nothing did.</param>
/// <param name="FindAsync">Finds the rate of a machine; null when the source has no price for it.</param>
public sealed record OpenPrices(
    Func<Machine, CancellationToken, ValueTask<Rate?>> FindAsync, string? Note = null, string? Problem = null);

namespace HopsworksFunctions.Scale;

/// <summary>The result of one tick of the timer.</summary>
/// <param name="Time">The time from the tick to the end of its last completed run.</param>
/// <param name="Missing">Accounts without a completed run.</param>
/// <param name="Doubled">Accounts with more than one completed run.</param>
/// <param name="Failed">Accounts with a failed run.</param>
/// <param name="SentTwice">Actions that were sent again after Hopsworks.ai had accepted them, since the start of the rig.</param>
/// <param name="HopsworksCalls">The calls per account.</param>
/// <param name="StorageCalls">The calls per account.</param>
/// <param name="Instances">The CPU time in this tick, and the peak memory since the start.</param>
public sealed record Tick(
    TimeSpan Time, IReadOnlyList<string> Missing, IReadOnlyList<string> Doubled, IReadOnlyList<string> Failed,
    IReadOnlyList<string> SentTwice, double HopsworksCalls, double StorageCalls, IReadOnlyList<InstanceFigures> Instances)
{
    /// <summary>One sentence for each problem; none if nothing was lost or happened twice.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Missing.Select(account => $"{account} has no run."),
        .. Doubled.Select(account => $"{account} has more than one run."),
        .. SentTwice.Select(action => $"{action} was sent twice."),
    ];
}

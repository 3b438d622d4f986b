namespace HopsworksFunctions.Scale;

/// <summary>What became of one tick of the timer.</summary>
/// <param name="Time">From the tick to the end of its last completed run.</param>
/// <param name="Missing">Accounts without a completed run.</param>
/// <param name="Doubled">Accounts with more than one.</param>
/// <param name="Failed">Accounts whose run failed.</param>
/// <param name="SentTwice">Actions that were sent again after they had been accepted, since the start of the rig.</param>
/// <param name="HopsworksCalls">For each account.</param>
/// <param name="StorageCalls">For each account.</param>
/// <param name="Instances">CPU in this tick, and memory since the start.</param>
public sealed record Tick(
    TimeSpan Time, IReadOnlyList<string> Missing, IReadOnlyList<string> Doubled, IReadOnlyList<string> Failed,
    IReadOnlyList<string> SentTwice, double HopsworksCalls, double StorageCalls, IReadOnlyList<InstanceFigures> Instances)
{
    /// <summary>One sentence each; none if nothing was lost and nothing doubled.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Missing.Select(account => $"{account} has no run."),
        .. Doubled.Select(account => $"{account} has more than one run."),
        .. SentTwice.Select(action => $"{action} was sent twice."),
    ];
}

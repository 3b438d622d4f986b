using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Functions;

/// <summary>Sends each account's weekly digest to its channels.</summary>
public sealed class DigestFunctions(AccountDigests digests)
{
    [Function("Digest")]
    public Task OnTimerAsync([TimerTrigger("%DigestSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        digests.AnnounceAsync(cancellationToken);
}

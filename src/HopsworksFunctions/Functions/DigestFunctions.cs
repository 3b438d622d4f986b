using HopsworksFunctions.Core.Reports.Savings;

namespace HopsworksFunctions.Functions;

/// <summary>Sends the weekly digest to the channels.</summary>
public sealed partial class DigestFunctions(Digest digest, ILogger<DigestFunctions> logger)
{
    [Function("Digest")]
    public async Task OnTimerAsync([TimerTrigger("%DigestSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (await digest.AnnounceAsync(cancellationToken))
            Log.HandedOver(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The digest is queued; the next run sends it")]
        public static partial void HandedOver(ILogger logger);
    }
}

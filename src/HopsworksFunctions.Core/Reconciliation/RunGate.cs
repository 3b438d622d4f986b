using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// The door through which every trigger starts a run. Invalid settings end here, as a failed run that says what to set:
/// a process that refused to start instead could not say it to anyone.
/// </summary>
public sealed partial class RunGate(IServiceProvider services, IConfiguration configuration, TimeProvider time, ILogger<RunGate> logger)
{
    /// <inheritdoc cref="Reconciler.RunAsync(RunRequest, CancellationToken)"/>
    public async Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Reconciler reconciler;
        try
        {
            reconciler = services.GetRequiredService<Reconciler>();
        }
        catch (OptionsValidationException e)
        {
            Log.InvalidSettings(logger, e.Message);
            var now = time.GetUtcNow().ToInstant();
            return new()
            {
                Id = request.Id,
                Account = configuration[AccountOptions.Setting] ?? AccountOptions.Default,
                Trigger = request.Trigger,
                StartedAt = now,
                FinishedAt = now,
                LookOnly = request.LookOnly,
                Outcome = RunOutcome.Failed,
                Error = e.Message,
            };
        }
        return await reconciler.RunAsync(request, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "No run is possible: {Problem}")]
        public static partial void InvalidSettings(ILogger logger, string problem);
    }
}

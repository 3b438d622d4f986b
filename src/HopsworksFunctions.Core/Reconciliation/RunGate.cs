using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
        if (Settings.Problem(services) is not { } problem)
            return await services.GetRequiredService<Reconciler>().RunAsync(request, cancellationToken);
        Log.InvalidSettings(logger, problem);
        var now = time.GetUtcNow().ToInstant();
        return new()
        {
            Id = request.Id,
            Account = configuration[nameof(StateOptions.Account)] ?? "default",
            Trigger = request.Trigger,
            StartedAt = now,
            FinishedAt = now,
            LookOnly = request.LookOnly,
            Outcome = RunOutcome.Failed,
            Error = problem,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "No run is possible: {Problem}")]
        public static partial void InvalidSettings(ILogger logger, string problem);
    }
}

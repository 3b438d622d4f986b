using System.Collections.Concurrent;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Runs activity checks as the clusters' rules specify, a few at a time and within a total time.</summary>
internal sealed partial class ActivityChecks(
    IEnumerable<IIdleProbe> sources, IOptions<ProbeOptions> settings, TimeProvider time, ILogger<ActivityChecks> logger) : IActivityChecks
{
    private readonly ProbeOptions options = settings.Value;

    public async ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var samples = new ConcurrentDictionary<string, Sample>();
        using var deadline = new CancellationTokenSource(options.ProbeTotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = options.ProbeConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(targets, bounds, async (target, _) =>
        {
            var sample = await OneAsync(target, either.Token, cancellationToken);
            samples[target.Cluster.Id] = sample;
            Log.Measured(logger, target.Cluster.Name, sample.Activity, sample.Why ?? "nothing runs");
        });
        return samples;
    }

    private async Task<Sample> OneAsync(ProbeTarget target, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            either.ThrowIfCancellationRequested();
            return await sources.Single(source => source.Probe == target.Rule.Measures).MeasureAsync(target, either);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var limit = $"{options.ProbeTotalTimeout.TotalSeconds:0.#} seconds";
            return Sample.Unknown($"not checked: all checks of a run share {limit} (Hopsworks__ProbeTotalTimeout)");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(logger, e, target.Cluster.Name);
            return Sample.Unknown($"the check failed ({e.GetType().Name})");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Cluster {Cluster} is {Activity}: {Why}")]
        public static partial void Measured(ILogger logger, string cluster, Activity activity, string why);

        [LoggerMessage(LogLevel.Error, "Measuring {Cluster} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string cluster);
    }
}

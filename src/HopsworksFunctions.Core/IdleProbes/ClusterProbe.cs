using System.Collections.Concurrent;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Measures clusters as their rules ask for, a few at a time and all of them within a total time.</summary>
internal sealed partial class ClusterProbe(ClusterApi api, ProbeOptions options, TimeProvider time, ILogger<ClusterProbe> logger) : IActivityProbe
{
    // How far a stop is taken to reach when nothing is known to start the cluster again.
    private static readonly Duration UnboundedStop = Duration.FromHours(24);

    public async ValueTask<IReadOnlyDictionary<string, Sample>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var samples = new ConcurrentDictionary<string, Sample>();
        using var deadline = new CancellationTokenSource(options.ProbeTotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = options.ProbeConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(targets, bounds, async (target, _) =>
        {
            var sample = await OneAsync(target, either.Token, cancellationToken).ConfigureAwait(false);
            samples[target.Cluster.Id] = sample;
            Log.Measured(logger, target.Cluster.Name, sample.Activity, sample.Why ?? "nothing runs");
        }).ConfigureAwait(false);
        return samples;
    }

    private async Task<Sample> OneAsync(ProbeTarget target, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            either.ThrowIfCancellationRequested();
            return await MeasureAsync(target, either).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Sample.Unknown($"it was not measured within the {options.ProbeTotalTimeout.TotalSeconds:0.#} s that all clusters have (Hopsworks__ProbeTotalTimeout)");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(logger, e, target.Cluster.Name);
            return Sample.Unknown($"measuring it failed ({e.GetType().Name})");
        }
    }

    private async Task<Sample> MeasureAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var (cluster, rule) = target;
        switch (rule.Idle!.Probe)
        {
            case IdleProbe.AutoscaledWorkers:
                return WorkersHint.Read(cluster);
            case IdleProbe.Yarn:
                return await YarnAsync(cluster, cancellationToken).ConfigureAwait(false);
            case IdleProbe.Extended:
                var yarn = await YarnAsync(cluster, cancellationToken).ConfigureAwait(false);
                return yarn.Activity != Activity.Quiet ? yarn
                    : await new ProjectWalk(api, cluster, StoppedUntil(rule)).RunAsync(cancellationToken).ConfigureAwait(false) ?? yarn;
            case var other:
                return Sample.Unknown($"there is no probe {other}");
        }
    }

    private async Task<Sample> YarnAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(cluster, YarnReading.Path, cancellationToken).ConfigureAwait(false);
        return answer.Problem is { } problem ? Sample.Unknown(problem) : YarnReading.Read(answer.Json);
    }

    private Instant StoppedUntil(Rule rule)
    {
        var now = time.GetUtcNow().ToInstant();
        return rule is { Start: true, Schedule: { } schedule } && schedule.NextStart(now) is { } start ? start : now + UnboundedStop;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Cluster {Cluster} is {Activity}: {Why}")]
        public static partial void Measured(ILogger logger, string cluster, Activity activity, string why);

        [LoggerMessage(LogLevel.Error, "Measuring {Cluster} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string cluster);
    }
}

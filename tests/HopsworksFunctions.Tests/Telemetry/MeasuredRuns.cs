using System.Diagnostics.Metrics;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.Telemetry;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Tests.Telemetry;

/// <summary>Runs of a bench and their measurements, one line each, such as <c>hopsworks.clusters running = 2</c>.</summary>
internal sealed class MeasuredRuns : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener listener = new();
    private readonly List<string> lines = [];
    public MeasuredRuns()
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == meters)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, $"{value}", tags));
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Add(instrument, FormattableString.Invariant($"{value:0.###}"), tags));
        listener.Start();
        Metrics = new(meters);
    }

    public Bench Bench { get; init; } = new();

    public RunMetrics Metrics { get; }

    /// <summary>The measurements of the last run, in order.</summary>
    public IReadOnlyList<string> Lines => lines;

    public IEnumerable<string> Of(string instrument) =>
        lines.Where(line => line.StartsWith($"hopsworks.{instrument} ", StringComparison.Ordinal))
            .Select(line => line[(instrument.Length + 11)..]);

    public async Task RunAsync(SecretStatus? key = null)
    {
        lines.Clear();
        Metrics.Record(await Bench.RunAsync(), key);
    }

    public void Record(RunReport report)
    {
        lines.Clear();
        Metrics.Record(report, null);
    }

    public void Dispose()
    {
        listener.Dispose();
        services.Dispose();
    }

    private void Add(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        lines.Add(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value), "=", value]));
}

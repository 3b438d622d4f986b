using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace HopsworksFunctions.Benchmarks.Table;

/// <summary>The benchmark results of some classes, run one after the other in this process.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<string, BenchmarkReport> reports;

    private Measurements(IEnumerable<BenchmarkReport> all) => reports = all.ToDictionary(report => NameOf(report.BenchmarkCase));

    public static Measurements Of(params Type[] benchmarks)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new())))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithOptions(ConfigOptions.DisableLogFile);
        return new(BenchmarkRunner.Run(benchmarks, config).SelectMany(summary => summary.Reports));
    }

    /// <summary>Returns the median.</summary>
    /// <param name="name">A name such as <c>DecisionBenchmarks.IsUp</c>, followed by any parameters, as in <c>[Sqlite=True]</c>.</param>
    public double Nanoseconds(string name) =>
        (reports[name].ResultStatistics ?? throw new InvalidOperationException($"{name} failed.")).Median;

    public double Bytes(string name) => reports[name].GcStats.GetBytesAllocatedPerOperation(reports[name].BenchmarkCase) ?? 0;

    private static string NameOf(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}{benchmark.Parameters.ValueInfo}";
}

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HopsworksFunctions.Benchmarks;
using HopsworksFunctions.Benchmarks.Readers;
using HopsworksFunctions.Benchmarks.Start;
using HopsworksFunctions.Benchmarks.Table;
using HopsworksFunctions.Scale;

// Of other processes, which BenchmarkDotNet cannot measure.
if (args is ["start", .. var rest])
    return await StartCommand.RunAsync(rest);
if (args is ["readers", .. var its])
    return await ReadersCommand.RunAsync(its);
if (args is ["advice"])
    return await FleetAdviceCommand.RunAsync();
if (args is ["backtest", .. var sizes])
    return await LongBacktestCommand.RunAsync(sizes);
if (args is ["scale", .. var scale])
    return await ScaleCommand.RunAsync(scale);
if (args is ["table"])
    return await TableCommand.RunAsync();

// In this process: a project that BenchmarkDotNet generates would not build under our analyzers.
BenchmarkSwitcher.FromAssembly(typeof(DecisionBenchmarks).Assembly)
    .Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new()))));
return 0;

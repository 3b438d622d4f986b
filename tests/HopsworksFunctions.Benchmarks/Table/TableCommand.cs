using HopsworksFunctions.Benchmarks.Readers;
using HopsworksFunctions.Benchmarks.Start;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Scale;

namespace HopsworksFunctions.Benchmarks.Table;

/// <summary><c>table</c>: every figure that docs/performance.md explains, with its goal and whether the goal is met.</summary>
internal static class TableCommand
{
    private const int Rounds = 3;
    private const int FirstRunClusters = 100;
    private const int Accounts = 100;
    private const int Instances = 2;

    public static async Task<int> RunAsync()
    {
        var figures = new List<Figure>();
        figures.AddRange(await OfProcessesAsync());
        figures.Add(await OfAccountsAsync());
        figures.AddRange(await OfCallsAsync());
        figures.AddRange(OfBenchmarks());
        var (cases, wrong) = ClockChanges.Of(2026);
        figures.Add(new($"wrong answers over the clock changes of 2026, of {cases}", wrong, "", 0));
        var table = new TextTable(["figure", "measured", "goal", ""]);
        foreach (var figure in figures)
            table.Add(figure.Cells);
        table.Write(Console.Out);
        Console.WriteLine($"{figures.Count(f => f.IsHeld)} of {figures.Count} goals held");
        return 0;
    }

    private static IEnumerable<Figure> OfBenchmarks()
    {
        var measured = Measurements.Of(
            typeof(DecisionBenchmarks), typeof(ListingBenchmarks), typeof(QuietRunBenchmarks), typeof(RunBenchmarks),
            typeof(SimulationBenchmarks));
        var pass = measured.Nanoseconds("ListingBenchmarks.BarePass");
        yield return new("desired state of a schedule, instants in order", measured.Nanoseconds("DecisionBenchmarks.IsUp"), " ns", 5);
        yield return new("the same, in any order", measured.Nanoseconds("DecisionBenchmarks.IsUpInAnyOrder"), " ns", 25);
        yield return new("full decision, nothing due", measured.Nanoseconds("DecisionBenchmarks.Decide"), " ns", 200);
        yield return new("the same, allocated", measured.Bytes("DecisionBenchmarks.Decide"), " B", 0);
        yield return new(
            "10,000 clusters listed and decided, of a bare pass over the bytes", measured.Nanoseconds("ListingBenchmarks.Decide") / pass,
            "x", 2);
        yield return new(
            "the same, nothing changed since the last run", measured.Nanoseconds("ListingBenchmarks.DecideUnchanged") / pass, "x", 0.5);
        yield return new("quiet run on SQLite, a cluster", measured.Nanoseconds("QuietRunBenchmarks.Run[Sqlite=True]") / 1e3, " us", 10);
        yield return new("the same, allocated", measured.Bytes("QuietRunBenchmarks.Run[Sqlite=True]") / 1024, " KB", 1);
        yield return new(
            "a run over 100 stops, of the waits that it needs",
            measured.Nanoseconds("RunBenchmarks.Run[LatencyInMilliseconds=20]")
                / measured.Nanoseconds("RunBenchmarks.NeededWaits[LatencyInMilliseconds=20]"), "x", 1.15);
        yield return new(
            "simulate, 5-minute ticks, cluster-years a second",
            20e9 / measured.Nanoseconds("SimulationBenchmarks.TwentyClusterYears"), "", Least: 150);
    }

    private static async Task<IEnumerable<Figure>> OfCallsAsync()
    {
        using var state = new FirstSightBenchmarks();
        var (first, quiet) = await state.CallsAsync();
        return
        [
            new("storage calls at first sight of 1,000 clusters", first, "", 40),
            new("storage calls of a quiet run over 1,000 clusters", quiet, "", 8),
        ];
    }

    private static async Task<Figure> OfAccountsAsync()
    {
        await using var rig = await ScaleRig.StartAsync(new(Accounts, Instances));
        var (first, second) = (await rig.TickAsync(), await rig.TickAsync());
        return new(
            $"runs and actions lost or doubled, {Accounts} accounts on {Instances} instances",
            first.Problems.Count + second.Problems.Count, "", 0);
    }

    private static async Task<IEnumerable<Figure>> OfProcessesAsync()
    {
        var starts = await StartCommand.MeasureAsync(Rounds, clusters: null);
        var first = await StartCommand.MeasureAsync(Rounds, FirstRunClusters);
        var readers = await ReadersCommand.MeasureAsync(ReadersCommand.DefaultClusters, ReadersCommand.DefaultDays);
        return
        [
            new("start of the worker to the first run done, of a hello app's CPU", starts.Cpu, "x", 1.5),
            new("resident memory after 20 requests, of a hello app's", starts.Memory, "x", 1.3),
            new($"first run over {FirstRunClusters} clusters, fresh process, CPU", first.FirstRun, " ms", 120),
            .. readers.Requests.Select(request => new Figure(
                $"GET {request.Name}, {ReadersCommand.DefaultClusters} clusters, a year of audit, CPU", request.Cpu, " ms", request.Goal)),
            new("resident memory at most, ten concurrent readers", readers.Megabytes, " MB", 300),
        ];
    }
}

using System.Globalization;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Benchmarks.Start;

/// <summary>
/// <c>start [ROUNDS]</c>: the cost of a worker's start up to the answer to its first timer run, and its memory then and after requests. The
/// app may use 1.5 times the CPU and 1.3 times the memory of the smallest app on the same worker. The command measures all apps published
/// below <c>artifacts/start</c> in turn; to compare a variant, publish it to one more folder there.
/// </summary>
internal static class StartCommand
{
    private const int DefaultRounds = 7;
    private const string Reference = "hello";
    private const string Deployed = "ready-to-run";

    private static readonly Dictionary<string, string> HowToPublish = new()
    {
        ["plain"] = "src/HopsworksFunctions -c Release --self-contained false",
        [Deployed] = "src/HopsworksFunctions -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true",
        [Reference] = "tests/HelloApp -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var measured = await MeasureAsync(Find(), Rounds(args), clusters: null);
            Write(measured, measured[Reference]);
            return 0;
        }
        catch (Exception e) when (e is CliException or InvocationFailedException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>
    /// Returns the medians of the deployed app: CPU and memory relative to the reference, and the first run's CPU in milliseconds.
    /// </summary>
    /// <param name="clusters">The number of clusters that the app finds; null for the seeded fleet.</param>
    public static async Task<(double Cpu, double Memory, double FirstRun)> MeasureAsync(int rounds, int? clusters)
    {
        var measured = await MeasureAsync(Find(), rounds, clusters);
        var (ours, hello) = (measured[Deployed], measured[Reference]);
        return (
            Of(ours, hello, start => start.Cpu.TotalMilliseconds), Of(ours, hello, start => start.LaterMegabytes),
            Median(ours, start => start.RunCpu.TotalMilliseconds));
    }

    private static int Rounds(string[] args) => args switch
    {
        [] => DefaultRounds,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0 => rounds,
        _ => throw new CliException("start takes one argument at most, how many rounds to measure."),
    };

    private static string[] Find()
    {
        var root = Path.Combine(PublishedApp.Repository, "artifacts", "start");
        var missing = HowToPublish.Where(kind => !File.Exists(Path.Combine(root, kind.Key, "functions.metadata"))).ToList();
        if (missing.Count > 0)
            throw new CliException(string.Join(Environment.NewLine, [
                $"Not published yet below {root}; first:",
                .. missing.Select(kind => $"dotnet publish {kind.Value} -o artifacts/start/{kind.Key}"),
            ]));
        return [.. Directory.GetDirectories(root).Order(StringComparer.Ordinal)];
    }

    private static async Task<Dictionary<string, List<StartFigures>>> MeasureAsync(string[] folders, int rounds, int? clusters)
    {
        var measured = folders.ToDictionary(folder => Path.GetFileName(folder), _ => new List<StartFigures>());
        var home = Directory.CreateTempSubdirectory("start-home-");
        try
        {
            // The first round only fills the machine's caches.
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var folder in folders)
                {
                    var figures = await PublishedApp.MeasureAsync(folder, home.FullName, clusters);
                    if (round > 0)
                        measured[Path.GetFileName(folder)].Add(figures);
                }
            }
            return measured;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static void Write(Dictionary<string, List<StartFigures>> measured, List<StartFigures> hello)
    {
        var table = new TextTable(
        [
            "app", "CPU ms ready", "wall ms (range)", "CPU ms (range)", "of hello",
            "MB at first", $"MB after {PublishedApp.Requests}", "of hello",
        ]);
        foreach (var (name, its) in measured)
        {
            table.Add(
            [
                name,
                $"{Median(its, start => start.ReadyCpu.TotalMilliseconds):0}",
                Range(its, start => start.Wall.TotalMilliseconds),
                Range(its, start => start.Cpu.TotalMilliseconds),
                Ratio(its, hello, start => start.Cpu.TotalMilliseconds),
                $"{Median(its, start => start.FirstMegabytes):0.0}",
                $"{Median(its, start => start.LaterMegabytes):0.0}",
                Ratio(its, hello, start => start.LaterMegabytes),
            ]);
        }
        table.Write(Console.Out);
    }

    private static string Range(List<StartFigures> starts, Func<StartFigures, double> figure) =>
        $"{Median(starts, figure):0} ({starts.Min(figure):0}-{starts.Max(figure):0})";

    private static string Ratio(List<StartFigures> starts, List<StartFigures> others, Func<StartFigures, double> figure) =>
        $"{Of(starts, others, figure):0.00}";

    private static double Of(List<StartFigures> starts, List<StartFigures> others, Func<StartFigures, double> figure) =>
        Median(starts, figure) / Median(others, figure);

    private static double Median(List<StartFigures> starts, Func<StartFigures, double> figure) =>
        starts.Select(figure).Order().ElementAt(starts.Count / 2);
}

using System.Globalization;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Scale;

/// <summary>
/// <c>scale [ACCOUNTS [INSTANCES]]</c>: two ticks over accounts of 20 clusters, one tick in which an instance is killed, and one after it.
/// Without arguments it measures 10, 100 and 1,000 accounts on 1, 2 and 4 instances.
/// </summary>
public static class ScaleCommand
{
    private static readonly int[] Accounts = [10, 100, 1000];
    private static readonly int[] Instances = [1, 2, 4];

    /// <summary>With this many accounts, a machine that also runs the emulators needs more than five minutes for the first tick.</summary>
    private const int Many = 500;
    private static readonly TimeSpan LongInterval = TimeSpan.FromMinutes(20);

    /// <summary>How long the killed tick waits without a completed run before it takes the killed instance's runs for lost.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <returns>1 if an account has no run in a tick without a kill, or if anything happened twice.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (accounts, instances) = args switch
        {
            [] => (Accounts, Instances),
            [var some] => ([Number(some)], Instances),
            [var some, var others, ..] => ([Number(some)], new[] { Number(others) }),
        };
        var table = new TextTable(
        [
            "accounts", "instances", "tick", "seconds", "missing", "doubled", "sent twice", "failed", "Hopsworks calls", "storage calls",
            "CPU s", "MB at most",
        ]);
        var problems = 0;
        foreach (var (count, size) in accounts.SelectMany(count => instances.Select(size => (count, size))))
            problems += await MeasureAsync(Options(count, size), table);
        table.Write(Console.Out);
        return problems == 0 ? 0 : 1;
    }

    private static async Task<int> MeasureAsync(ScaleOptions options, TextTable table)
    {
        await using var rig = await ScaleRig.StartAsync(options);
        var first = Add("first", await rig.TickAsync());
        var second = Add("second", await rig.TickAsync());
        var calls = (int)((first.HopsworksCalls + second.HopsworksCalls * 1.5) * options.Accounts);
        var killed = Add("killed", await rig.TickAsync(Grace, async () =>
        {
            await rig.CallsAsync(calls, default);
            await rig.ReplaceAsync(options.Instances - 1);
        }));
        await rig.EndLeasesAsync(default);
        var after = Add("after it", await rig.TickAsync());
        return first.Problems.Count + second.Problems.Count + after.Problems.Count + killed.Doubled.Count;

        Tick Add(string name, Tick tick)
        {
            Console.Error.WriteLine($"{options.Accounts} accounts, {options.Instances} instances, {name}: {tick.Time.TotalSeconds:0.0} s");
            table.Add(
            [
                $"{options.Accounts}", $"{options.Instances}", name, $"{tick.Time.TotalSeconds:0.0}", $"{tick.Missing.Count}",
                $"{tick.Doubled.Count}", $"{tick.SentTwice.Count}", $"{tick.Failed.Count}", $"{tick.HopsworksCalls:0.0}",
                $"{tick.StorageCalls:0.0}", $"{tick.Instances.Sum(it => it.Cpu.TotalSeconds):0.0}",
                $"{tick.Instances.Max(it => it.PeakMegabytes):0}",
            ]);
            return tick;
        }
    }

    private static ScaleOptions Options(int accounts, int instances) => accounts < Many
        ? new(accounts, instances)
        : new(accounts, instances) { Interval = LongInterval };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

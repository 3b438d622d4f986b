using System.CommandLine;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>The options of the emulator as a process.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, EmulatorTimings> Timings = new()
    {
        ["real"] = new(), ["lively"] = EmulatorTimings.Lively, ["immediate"] = EmulatorTimings.Immediate,
    };

    private static readonly Dictionary<string, Func<DateTimeOffset, IReadOnlyList<EmulatedCluster>>> Fleets = new()
    {
        ["seeded"] = SeededFleet.Create, ["hostile"] = HostileFleet.Create, ["empty"] = _ => [],
    };

    /// <param name="serve">Runs the emulator until cancelled.</param>
    public static RootCommand Create(TimeProvider time, Func<EmulatorOptions, CancellationToken, Task> serve)
    {
        var defaults = new EmulatorOptions();
        var port = new Option<ushort>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", HelpName = "N" };
        var keys = Keys("--api-key", "Key to accept; repeatable.", defaults.ApiKeys);
        var clusterKeys = Keys("--cluster-api-key", "Key for the clusters' own APIs; repeatable.", defaults.ClusterApiKeys);
        var clusterApis = new Option<bool>("--cluster-apis") { Description = "Give each cluster an address where its own API answers." };
        var fleet = Choice("--fleet", "Clusters at the start.", "seeded", [.. Fleets.Keys]);
        var timings = Choice("--timings", "How long transitions take (lively: seconds).", "lively", [.. Timings.Keys]);
        var milliseconds = new Option<bool>("--milliseconds") { Description = "Write dates in milliseconds." };
        var command = new RootCommand("Emulate the Hopsworks.ai control plane.")
        {
            port, keys, clusterKeys, clusterApis, fleet, timings, milliseconds,
        };
        command.SetAction((arguments, cancellationToken) => serve(
            new()
            {
                Time = time,
                Port = arguments.GetValue(port),
                ApiKeys = arguments.GetRequiredValue(keys),
                ClusterApiKeys = arguments.GetRequiredValue(clusterKeys),
                ClusterApis = arguments.GetValue(clusterApis),
                Clusters = Fleets[arguments.GetRequiredValue(fleet)](time.GetUtcNow()),
                Timings = Timings[arguments.GetRequiredValue(timings)],
                DatesInMilliseconds = arguments.GetValue(milliseconds),
            },
            cancellationToken));
        return command;
    }

    private static Option<string[]> Keys(string name, string description, IReadOnlyList<string> defaults) =>
        new(name) { Description = description, HelpName = "KEY", DefaultValueFactory = _ => [.. defaults] };

    private static Option<string> Choice(string name, string description, string standard, string[] choices)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(choices);
        return option;
    }
}

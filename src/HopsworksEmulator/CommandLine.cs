using System.CommandLine;
using System.CommandLine.Parsing;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>The options of the emulator's process.</summary>
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
        var clusters = new Option<int?>("--clusters")
        {
            Description = $"A large fleet of so many clusters instead (1 to {LargeFleet.MaxClusters}).", HelpName = "N",
        };
        var accounts = new AccountArguments();
        var upgrades = Upgrades("--upgrade", "An upgrade to offer, such as 3.9.0:4.0.0; repeatable.", fails: false);
        var failing = Upgrades("--failing-upgrade", "An upgrade to offer that ends in an error; repeatable.", fails: true);
        var timings = Choice("--timings", "How long transitions take (lively: seconds).", "lively", [.. Timings.Keys]);
        var milliseconds = new Option<bool>("--milliseconds") { Description = "Write dates in milliseconds." };
        var command = new RootCommand("Emulate the Hopsworks.ai control plane.")
        {
            port, keys, clusterKeys, clusterApis, fleet, clusters, upgrades, failing, timings, milliseconds,
        };
        accounts.AddTo(command, fleet, keys);
        command.Validators.Add(result => ValidateClusters(result, clusters, fleet));
        command.SetAction((arguments, cancellationToken) => serve(
            new()
            {
                Time = time,
                Port = arguments.GetValue(port),
                ApiKeys = arguments.GetRequiredValue(keys),
                ClusterApiKeys = arguments.GetRequiredValue(clusterKeys),
                ClusterApis = arguments.GetValue(clusterApis),
                Clusters = arguments.GetValue(clusters) is { } count
                    ? LargeFleet.Create(count, time.GetUtcNow())
                    : Fleets[arguments.GetRequiredValue(fleet)](time.GetUtcNow()),
                Accounts = accounts.Accounts(arguments, arguments.GetValue(clusters), time.GetUtcNow()),
                Faults = accounts.Faults(arguments),
                Upgrades = [.. arguments.GetRequiredValue(failing), .. arguments.GetRequiredValue(upgrades)],
                Timings = Timings[arguments.GetRequiredValue(timings)],
                DatesInMilliseconds = arguments.GetValue(milliseconds),
            },
            cancellationToken));
        return command;
    }

    private static void ValidateClusters(CommandResult result, Option<int?> clusters, Option fleet)
    {
        if (result.GetValue(clusters) is < 1 or > LargeFleet.MaxClusters)
            result.AddError($"--clusters must be from 1 to {LargeFleet.MaxClusters}.");
        if (result.GetResult(clusters) is not null && result.GetResult(fleet) is { Implicit: false })
            result.AddError("--clusters and --fleet exclude each other.");
    }

    private static Option<string[]> Keys(string name, string description, IReadOnlyList<string> defaults) =>
        new(name) { Description = description, HelpName = "KEY", DefaultValueFactory = _ => [.. defaults] };

    private static Option<EmulatedUpgrade[]> Upgrades(string name, string description, bool fails) => new(name)
    {
        Description = description,
        HelpName = "FROM:TO",
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => Upgrade(token.Value, fails)).OfType<EmulatedUpgrade>()],
        Validators =
        {
            result =>
            {
                if (result.Tokens.Any(token => Upgrade(token.Value, fails) is null))
                    result.AddError($"{name} takes two versions, such as 3.9.0:4.0.0.");
            },
        },
    };

    private static EmulatedUpgrade? Upgrade(string text, bool fails) =>
        text.Split(':') is [var from, var to] && Version.TryParse(from, out _) && Version.TryParse(to, out _) ? new(from, to, fails) : null;

    private static Option<string> Choice(string name, string description, string standard, string[] choices)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(choices);
        return option;
    }
}

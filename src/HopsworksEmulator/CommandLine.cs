using System.Globalization;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>The options of the emulator as a process.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Usage: HopsworksEmulator [options]
          --port N                      port on 127.0.0.1; 0, the default, takes a free one
          --api-key KEY                 a key to accept, repeatable; default emulator-kEyMaRkEr
          --cluster-api-key KEY         a key for the clusters' own APIs, repeatable; default emulator.cluster-kEyMaRkEr
          --cluster-apis                give each cluster an address where its own API answers
          --fleet seeded|empty          the clusters there are at first; default seeded
          --timings real|lively|immediate
                                        how long transitions take; default lively (seconds)
          --milliseconds                dates in milliseconds
        """;

    /// <summary>The options these arguments ask for.</summary>
    /// <exception cref="FormatException">The arguments ask for what there is not.</exception>
    public static EmulatorOptions Parse(IEnumerable<string> args, TimeProvider time)
    {
        var options = new EmulatorOptions
        {
            Time = time,
            Timings = EmulatorTimings.Lively,
            Clusters = SeededFleet.Create(time.GetUtcNow()),
        };
        List<string> keys = [], clusterKeys = [];
        using var words = args.GetEnumerator();
        while (words.MoveNext())
        {
            var option = words.Current;
            switch (option)
            {
                case "--port":
                    options = options with { Port = Port(Value()) };
                    break;
                case "--api-key":
                    keys.Add(Value());
                    break;
                case "--cluster-api-key":
                    clusterKeys.Add(Value());
                    break;
                case "--cluster-apis":
                    options = options with { ClusterApis = true };
                    break;
                case "--milliseconds":
                    options = options with { DatesInMilliseconds = true };
                    break;
                case "--fleet":
                    options = options with { Clusters = Value() switch { "seeded" => options.Clusters, "empty" => [], var other => throw Unknown(other) } };
                    break;
                case "--timings":
                    options = options with { Timings = Timings(Value()) };
                    break;
                default:
                    throw Unknown(option);
            }

            string Value() => words.MoveNext() ? words.Current : throw new FormatException($"{option} needs a value");
        }
        return options with
        {
            ApiKeys = keys is [] ? options.ApiKeys : keys,
            ClusterApiKeys = clusterKeys is [] ? options.ClusterApiKeys : clusterKeys,
        };
    }

    private static int Port(string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : throw new FormatException($"'{value}' is no port");

    private static EmulatorTimings Timings(string value) => value switch
    {
        "real" => new(),
        "lively" => EmulatorTimings.Lively,
        "immediate" => EmulatorTimings.Immediate,
        _ => throw Unknown(value),
    };

    private static FormatException Unknown(string word) => new($"unknown: {word}");
}

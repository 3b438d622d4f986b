using System.Diagnostics;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>Programs for which it is always <see cref="GoldenFleet.Now"/>, started without the settings of this environment.</summary>
internal static class StandingClock
{
    // Variables that a process needs to run at all, and some that must make no difference.
    private static readonly string[] Inherited = ["PATH", "HOME", "DOTNET_ROOT", "TMPDIR", "TZ", "LANG", "LC_ALL"];

    /// <summary>Variables that stop the clock of one of the programs.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = Bicep.Metadata("ProcessClock"),
        ["GOLDEN_NOW"] = $"{GoldenFleet.Now:O}",
    };

    public static ProcessStartInfo Start(
        string folder, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }
        foreach (var (name, value) in Environment.Concat(environment))
            start.Environment[name] = value;
        return start;
    }
}

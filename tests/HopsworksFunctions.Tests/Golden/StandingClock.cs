using System.Diagnostics;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>
/// How our programs are started so that for them it is always <see cref="GoldenFleet.Now"/>, with nothing of this environment to heed.
/// </summary>
internal static class StandingClock
{
    // What a process needs to run at all, and what must make no difference.
    private static readonly string[] Inherited = ["PATH", "HOME", "DOTNET_ROOT", "TMPDIR", "TZ", "LANG", "LC_ALL"];

    /// <summary>What lets the clock of a process of ours stand still.</summary>
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

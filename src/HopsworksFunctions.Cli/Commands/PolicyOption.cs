using System.CommandLine;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The option of the commands that use the settings of <c>run</c>.</summary>
internal static class PolicyOption
{
    public static Option<string?> Create() => new("--policies")
    {
        Description = "The policy file (policies.json, else policies.sample.json).", HelpName = "FILE",
    };

    /// <summary>The settings, with the policy file that is named.</summary>
    public static RunSettings Settings(this ParseResult arguments, Option<string?> policies, string? app = null, int? port = null) =>
        RunSettings.Resolve(Workspace.Find(), app, arguments.GetValue(policies), port);
}

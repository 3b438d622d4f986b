using System.CommandLine;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The <c>--policies</c> option of the commands that use the settings of <c>run</c>.</summary>
internal static class PolicyOption
{
    public static Option<string?> Create() => new("--policies")
    {
        Description = "Policy file (policies.json, otherwise policies.sample.json).", HelpName = "FILE",
    };

    /// <summary>Returns the settings of the named account, or of the only one.</summary>
    public static RunSettings Settings(this ParseResult arguments, Option<string?> policies, Option<string?> account) =>
        arguments.Settings(policies).Of(arguments.Account(account));

    /// <summary>Resolves the settings, with the policy file that the option names.</summary>
    public static RunSettings Settings(this ParseResult arguments, Option<string?> policies, string? app = null, int? port = null) =>
        RunSettings.Resolve(Workspace.Find(), app, arguments.GetValue(policies), port);
}

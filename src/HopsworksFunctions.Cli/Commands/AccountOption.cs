using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The <c>--account</c> option of commands for one account.</summary>
internal static class AccountOption
{

    public static Option<string?> Create() => new("--account")
    {
        Description = $"Account, where the app has several (${AppChoice.AccountVariable}).", HelpName = "NAME",
    };

    /// <summary>Returns the account named on the command line or in the environment; null for none.</summary>
    public static string? Account(this ParseResult arguments, Option<string?> option) => AppChoice.AccountOr(arguments.GetValue(option));
}

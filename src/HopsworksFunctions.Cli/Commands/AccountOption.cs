using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The <c>--account</c> option of commands that are about one account.</summary>
internal static class AccountOption
{

    public static Option<string?> Create() => new("--account")
    {
        Description = $"Account, where the app has several (${AppChoice.AccountVariable}).", HelpName = "NAME",
    };

    /// <summary>The account that the command line or the environment names; null for none.</summary>
    public static string? Account(this ParseResult arguments, Option<string?> option) => AppChoice.AccountOr(arguments.GetValue(option));
}

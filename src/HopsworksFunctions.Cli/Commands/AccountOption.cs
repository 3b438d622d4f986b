using System.CommandLine;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The <c>--account</c> option of commands that are about one account.</summary>
internal static class AccountOption
{
    public const string Name = "--account";
    public const string Variable = "HOPSWORKS_FUNCTIONS_ACCOUNT";

    public static Option<string?> Create() => new(Name)
    {
        Description = $"Account, where the app has several (${Variable}).", HelpName = "NAME",
    };

    /// <summary>The account that the command line or the environment names; null for none.</summary>
    public static string? Account(this ParseResult arguments, Option<string?> option) => OrOfEnvironment(arguments.GetValue(option));

    public static string? OrOfEnvironment(string? named) =>
        named ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } account ? account : null);
}

using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Cli.Run;

/// <summary>A key of the app as the environment gives it.</summary>
internal static class FunctionKey
{
    public const string Variable = "HOPSWORKS_FUNCTIONS_KEY";

    /// <summary>The key in a variable, without what is not seen around it; empty if there is none.</summary>
    /// <exception cref="CliException">There is something of that inside it.</exception>
    public static string Read(string name, Func<string, string?> variable)
    {
        var key = SecretText.Clean(variable(name));
        return SecretText.HasUnseen(key)
            ? throw new CliException($"{name} is no function key: it has blanks, line ends or a byte-order mark in it.") : key;
    }
}

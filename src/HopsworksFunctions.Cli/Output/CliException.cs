namespace HopsworksFunctions.Cli.Output;

/// <summary>An error that the user can fix. The message says in one line what is wrong and what to do.</summary>
internal class CliException(string message, Exception? inner = null, int exitCode = ExitCodes.Failed) : Exception(message, inner)
{
    /// <summary>The exit code of the command that it ends.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The command line or the environment is wrong.</summary>
    public static CliException Usage(string message, Exception? inner = null) => new(message, inner, ExitCodes.Usage);

    /// <summary>Nobody answers.</summary>
    public static CliException OutOfReach(string message, Exception? inner = null) => new(message, inner, ExitCodes.OutOfReach);
}

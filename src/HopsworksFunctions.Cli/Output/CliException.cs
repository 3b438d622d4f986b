namespace HopsworksFunctions.Cli.Output;

/// <summary>An error that the user can fix. The message says in one line what is wrong and what to do.</summary>
internal class CliException(string message, Exception? inner = null, int exitCode = ExitCodes.Failed) : Exception(message, inner)
{
    /// <summary>The exit code of the failed command.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Creates an exception for an invalid command line or environment.</summary>
    public static CliException Usage(string message, Exception? inner = null) => new(message, inner, ExitCodes.Usage);

    /// <summary>Creates an exception for an app or service that does not answer.</summary>
    public static CliException OutOfReach(string message, Exception? inner = null) => new(message, inner, ExitCodes.OutOfReach);
}

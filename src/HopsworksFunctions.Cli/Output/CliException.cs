namespace HopsworksFunctions.Cli.Output;

/// <summary>An error that the user can fix. The message says in one line what is wrong and what to do.</summary>
internal sealed class CliException(string message, Exception? inner = null) : Exception(message, inner);

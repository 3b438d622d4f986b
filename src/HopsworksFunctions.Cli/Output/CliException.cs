namespace HopsworksFunctions.Cli.Output;

/// <summary>Something a person can put right; the message is one line that says what and how.</summary>
internal sealed class CliException(string message, Exception? inner = null) : Exception(message, inner);

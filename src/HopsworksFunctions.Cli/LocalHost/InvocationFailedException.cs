namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>An invocation that the Functions host would count as failed, and why.</summary>
internal sealed class InvocationFailedException(string message, Exception? inner = null) : Exception(message, inner);

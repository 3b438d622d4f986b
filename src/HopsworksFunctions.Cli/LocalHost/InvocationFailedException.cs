namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The failure of an invocation, as the Functions host would count it.</summary>
internal sealed class InvocationFailedException(string message, Exception? inner = null) : Exception(message, inner);

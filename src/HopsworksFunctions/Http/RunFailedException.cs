namespace HopsworksFunctions.Http;

/// <summary>A run that failed as a whole; the message says why and what to do.</summary>
public sealed class RunFailedException(string message) : Exception(message)
{
    /// <summary>None: the place it was thrown says nothing, and it would fill the log of each failed run.</summary>
    public override string? StackTrace => null;
}

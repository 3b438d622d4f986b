namespace HopsworksFunctions.Http;

/// <summary>The failure of a whole run. The message says why it failed and what to do.</summary>
public sealed class RunFailedException(string message) : Exception(message)
{
    /// <summary>Always null, because a stack trace would say nothing and would fill the log of each failed run.</summary>
    public override string? StackTrace => null;
}

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>The policy file's text, from any location.</summary>
internal interface IPolicyText
{
    /// <summary>The file's name or address, for messages.</summary>
    string Name { get; }

    /// <exception cref="PolicyTextException">The file cannot be read; the message says what to do.</exception>
    Task<byte[]> ReadAsync(CancellationToken cancellationToken);
}

internal sealed class PolicyTextException(string message, Exception inner) : Exception(message, inner);

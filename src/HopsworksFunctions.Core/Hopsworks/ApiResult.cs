using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>Why a call to Hopsworks.ai did not succeed.</summary>
public enum FailureKind
{
    /// <summary>The envelope's code is 404: there is no such cluster or backup.</summary>
    NotFound,
    /// <summary>The envelope's code is another error; its message says why.</summary>
    Rejected,
    /// <summary>401, or a 403 that means the API key (missing, invalid, disabled or not authorized).</summary>
    KeyRefused,
    /// <summary>There is no API key to send (see the message); nothing was sent.</summary>
    KeyUnavailable,
    /// <summary>A 403 "Missing Authentication Token": this path or method does not exist (any more).</summary>
    WrongRoute,
    /// <summary>A 403 for a reason that is neither of the two above, such as a firewall.</summary>
    Forbidden,
    /// <summary>429 from the gateway.</summary>
    Throttled,
    /// <summary>A 5xx or another answer of the gateway that is no envelope.</summary>
    Unavailable,
    /// <summary>No connection could be made; nothing was sent.</summary>
    Unreachable,
    /// <summary>No whole answer in time, or the connection closed before it.</summary>
    NoAnswer,
    /// <summary>A success status with a body that is no envelope.</summary>
    Malformed,
}

/// <summary>A classified failure of one call. Never holds the API key.</summary>
/// <param name="HttpStatus">Null when there was no HTTP answer.</param>
/// <param name="Code">The envelope's code; null when there was no envelope.</param>
/// <param name="RetryAfter">What the answer's Retry-After asked for.</param>
public sealed record ApiFailure(FailureKind Kind, string Message, int? HttpStatus = null, int? Code = null, Duration? RetryAfter = null)
{
    /// <summary>Whether an action may have been carried out all the same, so that the cluster must be read again.</summary>
    public bool MayHaveHappened => Kind is FailureKind.Unavailable or FailureKind.NoAnswer or FailureKind.Malformed;

    public override string ToString() => Message;
}

/// <summary>What a call came to: done, or a failure.</summary>
public readonly record struct ApiResult(ApiFailure? Failure)
{
    public static readonly ApiResult Done;

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public static implicit operator ApiResult(ApiFailure failure) => new(failure);
}

/// <summary>What a call came to: a value, or a failure.</summary>
public readonly record struct ApiResult<T>(T? Value, ApiFailure? Failure)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public static implicit operator ApiResult<T>(T value) => new(value, null);

    public static implicit operator ApiResult<T>(ApiFailure failure) => new(null, failure);
}

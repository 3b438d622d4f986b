using System.Diagnostics.CodeAnalysis;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>The reason why a call to Hopsworks.ai failed.</summary>
public enum FailureKind
{
    /// <summary>The envelope's code is 404: there is no such cluster or backup.</summary>
    NotFound,
    /// <summary>The envelope's code is another error, which its message explains.</summary>
    Rejected,
    /// <summary>A 401, or a 403 about the API key (missing, invalid, disabled or not authorized).</summary>
    KeyRefused,
    /// <summary>The API key could not be read (see the message); nothing was sent.</summary>
    KeyUnavailable,
    /// <summary>A 403 "Missing Authentication Token": the path or method does not exist, or no longer exists.</summary>
    WrongRoute,
    /// <summary>A 403 for any other reason, such as a firewall.</summary>
    Forbidden,
    /// <summary>A 429 from the gateway.</summary>
    Throttled,
    /// <summary>A 5xx status, or another answer of the gateway without an envelope.</summary>
    Unavailable,
    /// <summary>The connection failed; nothing was sent.</summary>
    Unreachable,
    /// <summary>No complete answer arrived in time, or the connection closed early.</summary>
    NoAnswer,
    /// <summary>A success status with a body that is not an envelope.</summary>
    Malformed,
}

/// <summary>A classified failure of one call. Never contains the API key.</summary>
/// <param name="HttpStatus">The HTTP status; null if there was no HTTP answer.</param>
/// <param name="Code">The envelope's code; null if there was no envelope.</param>
/// <param name="RetryAfter">The wait from the Retry-After header.</param>
public sealed record ApiFailure(FailureKind Kind, string Message, int? HttpStatus = null, int? Code = null, Duration? RetryAfter = null)
{
    public string Message { get; } = TextSanitizer.Bound(Message);

    /// <summary>Whether an action may have been carried out anyway. The cluster must then be read again.</summary>
    public bool MayHaveHappened => Kind is FailureKind.Unavailable or FailureKind.NoAnswer or FailureKind.Malformed;

    public override string ToString() => Message;
}

/// <summary>The result of a call: success or a failure.</summary>
public readonly record struct ApiResult(ApiFailure? Failure)
{
    public static readonly ApiResult Done;

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public static implicit operator ApiResult(ApiFailure failure) => new(failure);
}

/// <summary>The result of a call: a value or a failure.</summary>
public readonly record struct ApiResult<T>(T? Value, ApiFailure? Failure)
    where T : class
{
    /// <summary>The time of the answer by Hopsworks.ai's clock; null if it is missing, or if the call does not need it.</summary>
    public Instant? Date { get; init; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    public static implicit operator ApiResult<T>(T value) => new(value, null);

    public static implicit operator ApiResult<T>(ApiFailure failure) => new(null, failure);
}

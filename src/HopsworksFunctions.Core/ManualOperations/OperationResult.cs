using System.Diagnostics.CodeAnalysis;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The reasons a request was refused or failed. The names are stable, so callers may rely on them.</summary>
public enum OperationErrorKind
{
    /// <summary>The app's settings are missing or wrong.</summary>
    Settings,
    StateUnavailable,
    /// <summary>Other requests kept changing the document at the same time.</summary>
    StateConflict,
    /// <summary>There are no valid policies, so it is unknown which clusters are protected.</summary>
    NoPolicies,
    HopsworksUnavailable,
    /// <summary>The clocks of the app and of Hopsworks.ai differ.</summary>
    Clock,
    UnknownCluster,
    /// <summary>Several clusters have the name.</summary>
    AmbiguousCluster,
    Protected,
    /// <summary>No rule manages the cluster, so the app never acts on it.</summary>
    NotManaged,
    /// <summary>The end of the hold is in the past, too far away, or cannot be determined.</summary>
    HoldEnd,
    /// <summary>The end of the freeze is in the past or too far away, or neither an end nor a reason is given.</summary>
    FreezeEnd,
    /// <summary>The account or the cluster's rule is frozen.</summary>
    Frozen,
    /// <summary>The caller lacks the permission.</summary>
    Forbidden,
    /// <summary>An action of the app is already in progress.</summary>
    InFlight,
    /// <summary>The cluster is already in the requested state.</summary>
    AlreadyThere,
    /// <summary>A hold requires the opposite.</summary>
    Held,
    /// <summary>The cluster has a backup, upgrade, transition or error, or an unknown state.</summary>
    NotActionable,
    /// <summary>Another run or manual action is in progress for the account.</summary>
    AnotherRun,
    /// <summary>The call failed, or could not be sent.</summary>
    ActionFailed,
    /// <summary>The settings have no webhook of this name.</summary>
    UnknownWebhook,
    /// <summary>The signature is missing, wrong or old, or its signing key cannot be read.</summary>
    BadSignature,
    /// <summary>The same delivery was already accepted.</summary>
    Repeated,
    /// <summary>There are too many requests at once.</summary>
    TooMany,
    BadBody,
    /// <summary>The policies have no rule of this name.</summary>
    UnknownRule,
    /// <summary>There is no snapshot of this day, or none at all.</summary>
    UnknownSnapshot,
    /// <summary>The snapshot is damaged, from a newer version, or from another account.</summary>
    UnusableSnapshot,
    /// <summary>The account's state is not lost, so no snapshot may replace it.</summary>
    StateNotEmpty,
    /// <summary>More stops are due at once than the stop limit allows.</summary>
    StopLimit,
}

/// <summary>A refusal or failure, with its reason.</summary>
/// <param name="Message">A sentence that also says what to do instead.</param>
/// <param name="Field">The wrong field of the request; null for none.</param>
/// <param name="Limit">The limit that was exceeded; null for none.</param>
public sealed record OperationError(OperationErrorKind Kind, string Message, string? Field = null, string? Limit = null);

/// <summary>The result of a request: an answer or a refusal.</summary>
public readonly record struct OperationResult<T>(T? Value, OperationError? Error)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    public static implicit operator OperationResult<T>(T value) => new(value, null);

    public static implicit operator OperationResult<T>(OperationError refusal) => new(null, refusal);
}

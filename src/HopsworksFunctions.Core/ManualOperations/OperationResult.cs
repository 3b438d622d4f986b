using System.Diagnostics.CodeAnalysis;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Why nothing was done; callers may go by the kind, which stays the same.</summary>
public enum OperationErrorKind
{
    /// <summary>Settings of the app are missing or wrong.</summary>
    Settings,
    StateUnavailable,
    /// <summary>Somebody else wrote in the meantime, several times over.</summary>
    StateConflict,
    /// <summary>There are no valid policies, so nobody knows what is protected.</summary>
    NoPolicies,
    HopsworksUnavailable,
    UnknownCluster,
    /// <summary>Several clusters have the name.</summary>
    AmbiguousCluster,
    Protected,
    /// <summary>No rule manages the cluster, so the app leaves it alone whatever is asked.</summary>
    NotManaged,
    /// <summary>The end of the hold is in the past, too far away, or not to be had.</summary>
    HoldEnd,
    /// <summary>An action of ours is under way already.</summary>
    InFlight,
    /// <summary>The cluster is what was asked for.</summary>
    AlreadyThere,
    /// <summary>A hold says the opposite.</summary>
    Held,
    /// <summary>A backup, an upgrade, a transition, an error, or a state that we do not know.</summary>
    NotActionable,
    /// <summary>A run, or another person's action, has the account.</summary>
    AnotherRun,
    /// <summary>The call was sent, or was about to be, and failed.</summary>
    ActionFailed,
    /// <summary>The settings know no webhook of this name.</summary>
    UnknownWebhook,
    /// <summary>A signature is missing, wrong or old, or its key cannot be had.</summary>
    BadSignature,
    /// <summary>The delivery was taken before.</summary>
    Repeated,
    /// <summary>More at once than is sane.</summary>
    TooMany,
    BadBody,
    /// <summary>The policies have no rule of this name.</summary>
    UnknownRule,
    /// <summary>More stops at once than the limits of the policies allow.</summary>
    StopLimit,
}

/// <summary>Nothing was done, and why.</summary>
/// <param name="Message">In a sentence, with what would be right.</param>
/// <param name="Field">The part of the request that is to blame; null when none is.</param>
/// <param name="Limit">The bound that it broke; null when there is none.</param>
public sealed record OperationError(OperationErrorKind Kind, string Message, string? Field = null, string? Limit = null);

/// <summary>What a request came to: an answer, or a refusal.</summary>
public readonly record struct OperationResult<T>(T? Value, OperationError? Error)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    public static implicit operator OperationResult<T>(T value) => new(value, null);

    public static implicit operator OperationResult<T>(OperationError refusal) => new(null, refusal);
}

namespace HopsworksEmulator.Faults;

/// <summary>What goes wrong with a call. The first three replace the answer; the others spoil the writer of the true one.</summary>
public enum FaultKind
{
    /// <summary>A bare answer of the gateway, which is no envelope.</summary>
    Gateway,
    /// <summary>An envelope with an error code.</summary>
    Envelope,
    /// <summary>The connection is closed without an answer.</summary>
    Closed,
    /// <summary>The true answer comes, after <see cref="Fault.Latency"/>.</summary>
    Delay,
    /// <summary>Half of the true answer's text, as if whole.</summary>
    Malformed,
    /// <summary>Status 200 without a body.</summary>
    Empty,
    /// <summary>The connection is closed halfway through the body.</summary>
    ClosedMidBody,
    /// <summary>The second half of the body comes after <see cref="Fault.Latency"/>.</summary>
    SlowBody,
    /// <summary>A listing without clusters.</summary>
    EmptyList,
}

/// <summary>A fault and the calls that it befalls.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Null for every operation.</summary>
    public Operation? Operation { get; init; }

    /// <summary>A cluster's (or backup's) id; null for every one.</summary>
    public string? Cluster { get; init; }

    /// <summary>How many calls it befalls; null for no end.</summary>
    public int? Times { get; init; }

    /// <summary>When it is over, exclusive; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long the answer (of a slow body, its second half) keeps the client waiting.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The HTTP status; null for the envelope's code, or 500 from the gateway.</summary>
    public int? Status { get; init; }

    /// <summary>The envelope's code.</summary>
    public int Code { get; init; } = 400;
    public string Message { get; init; } = "bad request";

    /// <summary>The gateway's body; null for AWS API Gateway's own with this status.</summary>
    public string? Body { get; init; }
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether what was asked for is done all the same, before the answer is replaced.</summary>
    public bool AfterEffect { get; init; }

    internal bool ReplacesAnswer => Kind is FaultKind.Gateway or FaultKind.Envelope or FaultKind.Closed;

    internal int GatewayStatus => Status ?? 500;

    internal bool Befalls(Operation operation, string? cluster, DateTimeOffset now) =>
        (Operation ?? operation) == operation && (Cluster ?? cluster) == cluster && !(now >= Until);

    public static Fault Gateway(int status) => new(FaultKind.Gateway) { Status = status };

    /// <summary>An error envelope in an answer with the same HTTP status; set <see cref="Status"/> for another.</summary>
    public static Fault Envelope(int code, string message) => new(FaultKind.Envelope) { Code = code, Message = message };

    public static Fault Delay(TimeSpan latency) => new(FaultKind.Delay) { Latency = latency };
}

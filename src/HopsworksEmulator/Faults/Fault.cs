namespace HopsworksEmulator.Faults;

/// <summary>The kind of a fault. The first three replace the response; the others spoil its delivery.</summary>
public enum FaultKind
{
    /// <summary>Answers as the gateway, without an envelope.</summary>
    Gateway,
    /// <summary>Answers with an error envelope.</summary>
    Envelope,
    /// <summary>Closes the connection without a response.</summary>
    Closed,
    /// <summary>Delays the response by <see cref="Fault.Latency"/>.</summary>
    Delay,
    /// <summary>Sends half of the body as if it were complete.</summary>
    Malformed,
    /// <summary>Answers 200 without a body.</summary>
    Empty,
    /// <summary>Closes the connection halfway through the body.</summary>
    ClosedMidBody,
    /// <summary>Delays the second half of the body by <see cref="Fault.Latency"/>.</summary>
    SlowBody,
    /// <summary>Lists no clusters.</summary>
    EmptyList,
}

/// <summary>A fault and the calls that it affects.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The affected operation; null for all.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The ID of the affected cluster or backup; null for all.</summary>
    public string? Cluster { get; init; }

    /// <summary>The number of affected calls; null for no limit.</summary>
    public int? Times { get; init; }

    /// <summary>The share of affected calls, from 0 to 1, drawn by <see cref="Seed"/>.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The seed of the draw. The same seed affects the same calls of each operation and cluster.</summary>
    public int Seed { get; init; }

    /// <summary>The end of the fault, exclusive; null for none.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The delay of the response, or of the second half of a slow body.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The HTTP status; null for the envelope's code, or for 500 from the gateway.</summary>
    public int? Status { get; init; }

    /// <summary>The envelope's code.</summary>
    public int Code { get; init; } = 400;
    public string Message { get; init; } = "bad request";

    /// <summary>The gateway's body; null for the default body of AWS API Gateway.</summary>
    public string? Body { get; init; }
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the control plane acts before the response is replaced.</summary>
    public bool AfterEffect { get; init; }

    internal bool ReplacesAnswer => Kind is FaultKind.Gateway or FaultKind.Envelope or FaultKind.Closed;

    internal int GatewayStatus => Status ?? 500;

    internal bool Affects(Operation operation, string? cluster, DateTimeOffset now) =>
        (Operation ?? operation) == operation && (Cluster ?? cluster) == cluster && !(now >= Until);

    public static Fault Gateway(int status) => new(FaultKind.Gateway) { Status = status };

    /// <summary>Creates an error envelope with the same HTTP status, unless <see cref="Status"/> is set.</summary>
    public static Fault Envelope(int code, string message) => new(FaultKind.Envelope) { Code = code, Message = message };

    public static Fault Delay(TimeSpan latency) => new(FaultKind.Delay) { Latency = latency };
}

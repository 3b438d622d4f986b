using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>One thing that was decided or done: by which run, for what reason, and with what outcome.</summary>
/// <param name="Trigger">What started the run.</param>
/// <param name="Message">In a sentence.</param>
public sealed record AuditEntry(Instant At, string RunId, string Trigger, AuditKind Kind, string Message)
{
    /// <summary>Null when it concerns the whole account.</summary>
    public string? ClusterId { get; init; }
    public string? ClusterName { get; init; }
    /// <summary>The rule's name; null when no rule was involved.</summary>
    public string? Rule { get; init; }
    public Reason? Reason { get; init; }
    /// <summary>Of the policies decided with; null when there were none.</summary>
    public string? PolicyVersion { get; init; }
    /// <summary>How far a stop or start is; null for what has no steps.</summary>
    public AuditStep? Step { get; init; }
    /// <summary>Who asked for it; null for what the policies wanted.</summary>
    public string? By { get; init; }
    /// <summary>What a hold keeps the cluster at, and until when; null for anything but a hold that was set or asked for.</summary>
    public HoldState? HeldAs { get; init; }
    /// <inheritdoc cref="HeldAs"/>
    public Instant? HeldUntil { get; init; }
    /// <summary>What Hopsworks answered to the call, or why it was not sent; null when all is well.</summary>
    public string? Answer { get; init; }
}

public enum AuditKind
{
    Stop,
    Start,
    AddWorkers,
    /// <summary>A person's hold was set.</summary>
    Hold,
    /// <summary>A person's hold was taken away before its end.</summary>
    Release,
    /// <summary>People were told of a stop to come.</summary>
    Warn,
    /// <summary>Something began to be wrong.</summary>
    Incident,
    IncidentOver,
}

public enum AuditStep
{
    /// <summary>Written before the call; when nothing follows it, the process died, and a later run looks at what became of it.</summary>
    Intent,
    Accepted,
    /// <summary>Not carried out.</summary>
    Failed,
    /// <summary>The answer was lost.</summary>
    Uncertain,
    /// <summary>A person asked for it and was told why not.</summary>
    Refused,
    /// <summary>Decided but, being a dry run, not to be sent; written once for each occasion.</summary>
    DryRun,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(InstantConverter),
        typeof(CamelCaseEnumConverter<AuditKind>),
        typeof(CamelCaseEnumConverter<AuditStep>),
        typeof(CamelCaseEnumConverter<HoldState>),
        typeof(CamelCaseEnumConverter<Reason>),
    ])]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class AuditJson : JsonSerializerContext;

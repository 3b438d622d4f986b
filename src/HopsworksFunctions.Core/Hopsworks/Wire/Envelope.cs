namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>What wraps every answer of the API; of its members only <c>code</c> can be trusted.</summary>
internal class Envelope
{
    public double? Code { get; init; }
    public string? Message { get; init; }
}

/// <inheritdoc cref="Envelope"/>
internal sealed class Envelope<TPayload> : Envelope
{
    public TPayload? Payload { get; init; }
}

internal sealed record ClusterListPayload(List<ClusterWire>? Clusters);

internal sealed record ClusterPayload(ClusterWire? Cluster);

internal sealed record SupportedTypesPayload(SupportedTypesWire? Azure, SupportedTypesWire? Aws, SupportedTypesWire? Gcp);

internal sealed record WorkersBody(IReadOnlyList<WorkersWire> Workers);

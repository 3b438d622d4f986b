namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>The wrapper of every API answer; only its <c>code</c> is reliable.</summary>
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

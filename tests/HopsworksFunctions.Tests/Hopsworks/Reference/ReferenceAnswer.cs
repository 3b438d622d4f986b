using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Tests.Hopsworks.Reference;

/// <summary>
/// An answer as the serializer reads it: slowly, in one pass for the envelope and one for the payload, into types that are mapped later.
/// </summary>
/// <param name="Clusters">The clusters of the payload; null if it has no list, or no cluster.</param>
internal sealed record ReferenceAnswer(double? Code, string? Message, bool HasPayload, IReadOnlyList<Cluster>? Clusters, int WithoutId)
{
    /// <summary>Returns null if the body is no envelope.</summary>
    public static ReferenceAnswer? OfListing(byte[] body, Instant now)
    {
        if (Parse(body, ReferenceJson.Default.ReferenceEnvelope) is not { } envelope) return null;
        var payload = Parse(body, ReferenceJson.Default.ReferenceEnvelopeClusterListPayload)?.Payload;
        Cluster[]? clusters = payload?.Clusters is null ? null : [.. payload.Clusters.Select(c => c.ToCluster(now)).OfType<Cluster>()];
        return new(envelope.Code, envelope.Message, payload is not null, clusters, payload?.Clusters?.Count - clusters?.Length ?? 0);
    }

    /// <inheritdoc cref="OfListing"/>
    public static ReferenceAnswer? OfCluster(byte[] body, Instant now)
    {
        if (Parse(body, ReferenceJson.Default.ReferenceEnvelope) is not { } envelope) return null;
        var payload = Parse(body, ReferenceJson.Default.ReferenceEnvelopeClusterPayload)?.Payload;
        return new(envelope.Code, envelope.Message, payload is not null, payload?.Cluster?.ToCluster(now) is { } c ? [c] : null, 0);
    }

    private static T? Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

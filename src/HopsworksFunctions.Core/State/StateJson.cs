using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HopsworksFunctions.Core.Json;
using NodaTime.Serialization.SystemTextJson;

namespace HopsworksFunctions.Core.State;

/// <summary>How the state is serialized. A missing or invalid member makes its document damaged; it never gets a default.</summary>
internal static class StateJson
{
    public static readonly JsonSerializerOptions Documents = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // Reflection serves enums and what only some runs store.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(StateJsonContext.Default, new DefaultJsonTypeInfoResolver()),
        Converters =
        {
            NodaConverters.InstantConverter, NodaConverters.LocalDateConverter, NodaConverters.RoundtripDurationConverter,
            new KnownWordsConverter(),
        },
    };

    /// <summary>Like <see cref="Documents"/>, but without null members, because there are many entries.</summary>
    public static readonly JsonSerializerOptions Audit = new(Documents) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}

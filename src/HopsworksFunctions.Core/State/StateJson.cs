using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HopsworksFunctions.Core.Json;
using NodaTime.Serialization.SystemTextJson;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The JSON options of stored state. A document with a missing or invalid property is damaged; no property gets a default value.
/// </summary>
internal static class StateJson
{
    public static readonly JsonSerializerOptions Documents = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // Reflection serves enums and the types that only some runs store.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(StateJsonContext.Default, new DefaultJsonTypeInfoResolver()),
        Converters =
        {
            NodaConverters.InstantConverter, NodaConverters.LocalDateConverter, NodaConverters.RoundtripDurationConverter,
            new KnownWordsConverter(),
        },
    };

    /// <summary>The same as <see cref="Documents"/>, but without null properties, because there are many entries.</summary>
    public static readonly JsonSerializerOptions Audit = new(Documents) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}

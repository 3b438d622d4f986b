using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using NodaTime.Serialization.SystemTextJson;

namespace HopsworksFunctions.Core.State;

/// <summary>How the state is written. What is missing or not understood in a document makes it damaged, never a default.</summary>
internal static class StateJson
{
    public static readonly JsonSerializerOptions Documents = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { NodaConverters.InstantConverter, new KnownWordsConverter() },
    };

    /// <summary>As documents, but without members that are null, since entries are many.</summary>
    public static readonly JsonSerializerOptions Audit = new(Documents) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}

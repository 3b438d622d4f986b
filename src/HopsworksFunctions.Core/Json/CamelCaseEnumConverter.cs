using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Json;

/// <summary>An enum by its words in camel case; numbers and unknown words are refused.</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

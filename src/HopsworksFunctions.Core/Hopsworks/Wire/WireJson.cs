using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TextConverter), typeof(NumberConverter)])]
[JsonSerializable(typeof(SupportedTypesPayload))]
[JsonSerializable(typeof(BackupBody))]
[JsonSerializable(typeof(WorkersBody))]
internal sealed partial class WireJson : JsonSerializerContext;

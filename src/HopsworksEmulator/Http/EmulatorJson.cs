using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

/// <summary>
/// The emulator's JSON options, which leave out null. They use reflection, because generated code would overwrite the initial values of
/// <c>init</c> properties that a body leaves out.
/// </summary>
internal static class EmulatorJson
{
    private static readonly JsonSerializerOptions InSeconds = new(Strict) { Converters = { new UnixTimeConverter(false) } };
    private static readonly JsonSerializerOptions InMilliseconds = new(Strict) { Converters = { new UnixTimeConverter(true) } };

    /// <summary>Returns the API's options, with numbers for dates.</summary>
    public static JsonSerializerOptions Api(bool datesInMilliseconds) => datesInMilliseconds ? InMilliseconds : InSeconds;

    private static JsonSerializerOptions Strict => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>The envelope of the API's responses; actions and errors have no payload.</summary>
internal sealed record ResponseEnvelope(int Code, string? Message = null, object? Payload = null)
{
    [JsonPropertyOrder(-2)]
    public string ApiVersion { get; } = "v1";

    [JsonPropertyOrder(-1)]
    public string Status => Code is >= 200 and < 300 ? "ok" : "error";

    public static ResponseEnvelope Of(ControlPlaneResult reply) => new(reply.Code, reply.Message);
}

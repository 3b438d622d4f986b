using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HopsworksFunctions.Functions;

/// <summary>An answer in JSON, in which quotes stand as people write them and not as <c>\u0027</c>. No browser takes it for a page, whatever names and texts are in it.</summary>
internal sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type, int status, string contentType) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public T Value => value;

    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.Headers.XContentTypeOptions = "nosniff";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, Writing);
        JsonSerializer.Serialize(writer, value, type);
    }
}

/// <summary>Makes answers.</summary>
internal static class JsonAnswer
{
    public static JsonAnswer<T> Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string contentType = "application/json; charset=utf-8") =>
        new(value, type, status, contentType);
}

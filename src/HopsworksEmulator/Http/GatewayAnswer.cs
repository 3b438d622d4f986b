using System.Net;
using System.Text;

namespace HopsworksEmulator.Http;

/// <summary>AWS API Gateway's own answers, which are no envelopes.</summary>
internal static class GatewayAnswer
{
    public const string MissingAuthenticationToken = """{"message":"Missing Authentication Token"}""";

    public static string Body(int status) => status switch
    {
        401 => """{"message":"Unauthorized"}""",
        403 => """{"message":"Forbidden"}""",
        429 => """{"message":"Too Many Requests"}""",
        500 or 502 => """{"message":"Internal server error"}""",
        504 => """{"message":"Endpoint request timed out"}""",
        _ => $$"""{"message":"{{(HttpStatusCode)status}}"}""",
    };

    public static async Task WriteAsync(HttpContext context, int status, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}

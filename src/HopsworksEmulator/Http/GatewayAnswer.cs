using System.Net;

namespace HopsworksEmulator.Http;

/// <summary>AWS API Gateway's own responses, which have no envelope.</summary>
internal static class GatewayAnswer
{
    public static string Body(int status) => status switch
    {
        401 => """{"message":"Unauthorized"}""",
        403 => """{"message":"Forbidden"}""",
        429 => """{"message":"Too Many Requests"}""",
        500 or 502 => """{"message":"Internal server error"}""",
        504 => """{"message":"Endpoint request timed out"}""",
        _ => $$"""{"message":"{{(HttpStatusCode)status}}"}""",
    };

    public static Task ForbiddenAsync(HttpContext context) =>
        ResponseWriter.WriteAsync(context, 403, """{"message":"Forbidden"}"""u8.ToArray());

    /// <summary>Answers a request without a matching route, whatever its key.</summary>
    public static Task NoRouteAsync(HttpContext context) =>
        ResponseWriter.WriteAsync(context, 403, """{"message":"Missing Authentication Token"}"""u8.ToArray());
}

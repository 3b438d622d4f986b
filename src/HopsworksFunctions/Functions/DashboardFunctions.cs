using HopsworksFunctions.Dashboard;
using Microsoft.Azure.Functions.Worker;

namespace HopsworksFunctions.Functions;

/// <summary>The fleet in a browser.</summary>
public static class DashboardFunctions
{
    /// <summary>
    /// A page that holds no data, and so needs no key: it asks for the key itself, and sends it with each request for data.
    /// Were the page behind the key, the key would have to stay in its address.
    /// </summary>
    [Function("Dashboard")]
    public static IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request)
    {
        var page = DashboardPage.Shipped;
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Content(page.Html, "text/html", System.Text.Encoding.UTF8);
    }
}

using HopsworksFunctions.Dashboard;
using HopsworksFunctions.Pages;

namespace HopsworksFunctions.Functions;

/// <summary>The fleet in a browser.</summary>
public static class DashboardFunctions
{
    /// <summary>
    /// The page contains no data and so needs no key. It asks for the key and sends it with each request for data; if the page itself
    /// needed the key, its address would have to contain the key.
    /// </summary>
    [Function("Dashboard")]
    public static IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request) =>
        PageResult.Of(request.HttpContext.Response, DashboardPage.Html, DashboardPage.ContentSecurityPolicy);
}

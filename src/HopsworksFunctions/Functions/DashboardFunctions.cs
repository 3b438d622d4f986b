using HopsworksFunctions.Dashboard;
using HopsworksFunctions.Pages;

namespace HopsworksFunctions.Functions;

/// <summary>The fleet in a browser.</summary>
public static class DashboardFunctions
{
    /// <summary>
    /// A page that holds no data, and so needs no key: it asks for the key itself, and sends it with each request for data.
    /// Were the page behind the key, the key would have to stay in its address.
    /// </summary>
    [Function("Dashboard")]
    public static IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request) =>
        PageResult.Of(request.HttpContext.Response, DashboardPage.Html, DashboardPage.ContentSecurityPolicy);
}

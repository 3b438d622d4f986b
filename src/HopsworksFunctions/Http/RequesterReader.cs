using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Http;

/// <summary>Determines who sent a request, as far as possible.</summary>
internal static class RequesterReader
{
    // App Service sets it, and drops what a caller sends under this name, only while sign-in is on.
    private const string SignedIn = "X-MS-CLIENT-PRINCIPAL-NAME";

    // The platform's own, and what the template sets together with sign-in.
    private const string PlatformSetting = "WEBSITE_AUTH_ENABLED";
    private const string TemplateSetting = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID";
    private const int MaxNameLength = 100;

    /// <param name="by">The name in the request, used when nobody has signed in.</param>
    public static Requester Of(HttpRequest request, FunctionContext context, string? by)
    {
        var settings = context.InstanceServices.GetRequiredService<IConfiguration>();
        var name = IsSignInOn(settings) && request.Headers[SignedIn] is [{ Length: > 0 } principal]
            ? TextSanitizer.Escape(principal[..Math.Min(principal.Length, MaxNameLength)])
            : by;
        return new(name ?? "function key", "HTTP", context.InvocationId);
    }

    private static bool IsSignInOn(IConfiguration settings) =>
        string.Equals(settings[PlatformSetting], bool.TrueString, StringComparison.OrdinalIgnoreCase)
        || settings[TemplateSetting] is { Length: > 0 };
}

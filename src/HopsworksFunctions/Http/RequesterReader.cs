using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Http;

/// <summary>Determines who sent a request, as far as possible.</summary>
internal static class RequesterReader
{
    // Set only by App Service, when Entra ID sign-in is enabled.
    private const string SignedIn = "X-MS-CLIENT-PRINCIPAL-NAME";
    private const int MaxNameLength = 100;

    /// <param name="by">The name in the request, used when nobody has signed in.</param>
    public static Requester Of(HttpRequest request, FunctionContext context, string? by)
    {
        var name = request.Headers[SignedIn] is [{ Length: > 0 } principal] ? Shown(principal) : by;
        return new(name ?? "function key", "HTTP", context.InvocationId);
    }

    private static string Shown(string principal) => TextSanitizer.Escape(principal[..Math.Min(principal.Length, MaxNameLength)]);
}

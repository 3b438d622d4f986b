using HopsworksFunctions.Core.ManualOperations;

namespace HopsworksFunctions.Http;

/// <summary>Who sent a request, as far as that can be told.</summary>
internal static class RequesterReader
{
    // Set by App Service where Entra ID sign-in is in front, and then by nobody else.
    private const string SignedIn = "X-MS-CLIENT-PRINCIPAL-NAME";
    private const int MaxNameLength = 100;

    /// <param name="by">What the request says, which counts where nobody has signed in.</param>
    public static Requester Of(HttpRequest request, FunctionContext context, string? by)
    {
        var name = request.Headers[SignedIn] is [{ Length: > 0 } principal] ? principal[..Math.Min(principal.Length, MaxNameLength)] : by;
        return new(name ?? "function key", "HTTP", context.InvocationId);
    }
}

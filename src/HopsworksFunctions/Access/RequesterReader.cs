using HopsworksFunctions.Core.ManualOperations;

namespace HopsworksFunctions.Access;

/// <summary>A reader of the sender of a request, as far as the sender is known.</summary>
internal static class RequesterReader
{
    /// <param name="by">The name in the request, used when nobody has signed in.</param>
    public static Requester Of(HttpRequest request, FunctionContext context, string? by)
    {
        var caller = Caller.Of(request);
        return new(caller?.Name ?? by ?? "function key", "HTTP", context.InvocationId) { MayUnfreeze = caller is { MayOwn: true } };
    }
}

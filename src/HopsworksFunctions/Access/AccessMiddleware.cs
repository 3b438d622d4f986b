using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Json;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Access;

/// <summary>Invokes a function only if its caller has the role that it needs, and otherwise says which.</summary>
internal sealed partial class AccessMiddleware(IServiceProvider services, IConfiguration settings, ILogger<AccessMiddleware> logger)
    : IFunctionsWorkerMiddleware
{
    private const string KeyHeader = "x-functions-key";
    private const string KeyParameter = "code";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { Request: var request })
        {
            await next(context);
            return;
        }
        var function = context.FunctionDefinition.Name;
        var access = FunctionAccess.Of(function, request.Query);
        var person = SignedIn.IsOn(settings) ? SignedIn.Read(request.Headers) : null;
        if (access is null)
            request.HttpContext.Items[typeof(Caller)] = person is null ? null : Caller.Of(person);
        else
            request.HttpContext.Items[typeof(Caller)] = await AdmitAsync(function, access, person, request, context.CancellationToken);
        await next(context);
    }

    /// <exception cref="ProblemException">The caller's role is not enough.</exception>
    private async Task<Caller> AdmitAsync(
        string function, FunctionAccess access, SignedIn? person, HttpRequest request, CancellationToken cancellationToken)
    {
        if (SignedIn.IsOn(settings))
        {
            var why = person switch
            {
                null => "This app requires sign-in with Entra ID, and App Service vouches for nobody here. Sign in, then try again.",
                { Role: null } => NoRole(person),
                { Role: var role } when role < access.SignedIn =>
                    $"This needs the role {CamelCase.Of(access.SignedIn)}. {person.Name} is {CamelCase.Of(role!.Value)}.",
                _ => null,
            };
            return why is null ? Caller.Of(person!) : throw Refuse(function, person?.Name ?? "nobody", why);
        }
        // Only what owners alone may do, or what shows it, needs to know.
        var isNeeded = access.WithKey == Role.Owner;
        var key = request.Headers[KeyHeader] is [{ Length: > 0 } given] ? given : request.Query[KeyParameter] is [{ } code] ? code : null;
        var owners = services.GetRequiredService<OwnerKey>();
        var isOwner = (isNeeded || function is "Clusters" or "Freeze") && await owners.IsAsync(key, isNeeded, cancellationToken);
        return isOwner || !isNeeded
            ? Caller.WithKey(isOwner)
            : throw Refuse(function, "a function key", await owners.ProblemAsync(cancellationToken) is { } problem
                ? $"This needs the owner's key, and there is none: {problem}"
                : "This needs the owner's key, and this is another one.");
    }

    private static string NoRole(SignedIn person)
    {
        var others = person.OtherRoles.Count == 0 ? "" : $" ('{string.Join("', '", person.OtherRoles)}' is none of them)";
        return $"{person.Name} has no role in this app{others}. An administrator of Entra ID can assign reader, operator or owner.";
    }

    private ProblemException Refuse(string function, string caller, string why)
    {
        Log.Refused(logger, function, caller, why);
        return new(Problems.Of(new(OperationErrorKind.Forbidden, why)));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Access: {Function} refused to {Caller}: {Why}")]
        public static partial void Refused(ILogger logger, string function, string caller, string why);
    }
}

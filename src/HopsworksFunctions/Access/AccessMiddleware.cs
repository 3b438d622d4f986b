using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Http;
using HopsworksFunctions.Policies.Json;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Access;

/// <summary>A middleware that invokes a function only if its caller has the necessary role, and otherwise names that role.</summary>
internal sealed class AccessMiddleware(AccountSettings accounts, IConfiguration settings, ILogger<AccessMiddleware> logger)
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
        var account = accounts.AreSeveral ? RequestQuery.Account(request.Query) : accounts.Names[0];
        request.HttpContext.Items[typeof(Caller)] =
            SignedIn.IsOn(settings) ? Admit(function, access, SignedIn.Read(request.Headers, account), account)
            : access is null ? null
            : await AdmitAsync(function, access, context, request);
        await next(context);
    }

    /// <summary>Returns the signed-in person; null for nobody, if the function needs no role.</summary>
    /// <exception cref="ProblemException">The person's role is not enough.</exception>
    private Caller? Admit(string function, FunctionAccess? access, SignedIn? person, string? account)
    {
        var why = (access, person) switch
        {
            (null, _) => null,
            (_, null) => "This app requires sign-in with Entra ID, and App Service vouches for nobody here. Sign in, then try again.",
            (_, { Role: null }) => NoRole(person, account),
            (_, { Role: { } role }) when role < access.SignedIn =>
                $"This needs the role {CamelCase.Of(access.SignedIn)}. {person.Name} is {CamelCase.Of(role)}.",
            _ => null,
        };
        return why is not null ? throw AccessRefusal.OfFunction(logger, function, person?.Name ?? "nobody", why)
            : person is null ? null
            : Caller.Of(person);
    }

    /// <summary>Returns a caller with a key.</summary>
    /// <exception cref="ProblemException">The function needs the owner's key, and the request has another one.</exception>
    private async Task<Caller> AdmitAsync(
        string function, FunctionAccess access, FunctionContext context, HttpRequest request)
    {
        var (owners, cancellationToken) = (context.InstanceServices.GetRequiredService<OwnerKey>(), context.CancellationToken);
        // The owner's key matters only to functions for owners, and to functions with a result that depends on it.
        var isNeeded = access.WithKey == Role.Owner;
        var key = request.Headers[KeyHeader] is [{ Length: > 0 } given] ? given : request.Query[KeyParameter] is [{ } code] ? code : null;
        var isOwner = (isNeeded || function is "Clusters" or "Freeze") && await owners.IsAsync(key, isNeeded, cancellationToken);
        return isOwner || !isNeeded
            ? Caller.WithKey(isOwner)
            : throw AccessRefusal.OfFunction(logger, function, null, await owners.ProblemAsync(cancellationToken) is { } problem
                ? $"This needs the owner's key, and there is none: {problem}"
                : "This needs the owner's key, and this is another one.");
    }

    private string NoRole(SignedIn person, string? account)
    {
        var others = person.OtherRoles.Count == 0 ? "" : $" ('{string.Join("', '", person.OtherRoles)}' is none of them)";
        var (place, bound) = accounts.AreSeveral && account is not null ? ($"the account {account}", $", or such as reader.{account}")
            : ("this app", "");
        return $"{person.Name} has no role in {place}{others}. "
            + $"An administrator of Entra ID can assign reader, operator or owner{bound}.";
    }
}

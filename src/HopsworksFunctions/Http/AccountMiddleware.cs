using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Policies.Json;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Http;

/// <summary>Invokes a function with the services of the account that the request names, or of the app's only one.</summary>
internal sealed class AccountMiddleware(AccountSettings settings, AccountServices accounts) : IFunctionsWorkerMiddleware
{
    private const int MaxNamed = 10;

    /// <summary>What needs no account: for all of them, or for none.</summary>
    private static readonly string[] OfAll = ["Accounts", "Dashboard", "Digest", "OpenApi", "Reconcile", "ReconcileAccount"];

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition.Name;
        if (context.GetHttpContext() is not { Request: var request } || OfAll.Contains(function))
        {
            await next(context);
            return;
        }
        var named = RequestQuery.Account(request.Query);
        if (named is null && (!settings.AreSeveral || function == "Health"))
        {
            await next(context);
            return;
        }
        if (named is null || !settings.Names.Contains(named))
            throw Unknown(named, ProblemMiddleware.IsPage(function));
        await using var scope = accounts.Open(named);
        context.InstanceServices = scope.Services;
        await next(context);
    }

    private ProblemException Unknown(string? named, bool isPage)
    {
        var names = isPage ? "" : settings.Names.Count <= MaxNamed ? $" It is one of {string.Join(", ", settings.Names)}."
            : $" `GET accounts` lists all {settings.Names.Count}.";
        return named is null
            ? Problems.BadQuery("account", $"the account that the request is about.{names}".TrimEnd('.'))
            : new(Problems.UnknownAccount($"There is no account '{TextSanitizer.Escape(named)}'.{names}"));
    }
}

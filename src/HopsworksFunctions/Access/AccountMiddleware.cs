using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Http;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Access;

/// <summary>A middleware that invokes a function with the services of the requested account, or of the app's only one.</summary>
internal sealed class AccountMiddleware(AccountSettings settings, AccountServices accounts, IConfiguration configuration)
    : IFunctionsWorkerMiddleware
{
    private const int MaxNamed = 10;

    /// <summary>The functions that need no account, because they are for all accounts or for none.</summary>
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
            throw new ProblemException(Problems.UnknownAccount(named, Choice(ProblemMiddleware.IsPage(function))));
        await using var scope = accounts.Open(named);
        context.InstanceServices = new AccountsOwn(scope.Services, context.InstanceServices);
        await next(context);
    }

    /// <summary>The account's services, and the app's services that accounts do not have, such as the worker's.</summary>
    private sealed class AccountsOwn(IServiceProvider account, IServiceProvider app) : IServiceProvider
    {
        public object? GetService(Type serviceType) => account.GetService(serviceType) ?? app.GetService(serviceType);
    }

    /// <summary>
    /// Returns a hint at the right account. A page names no accounts, because its readers may have no key. With sign-in no answer does,
    /// because the person may have a role in none or in some of them only.
    /// </summary>
    private string Choice(bool isPage) =>
        isPage ? "Open the link from the message again."
        : SignedIn.IsOn(configuration) ? "`GET accounts` lists yours."
        : settings.Names is [var only] ? $"The only one is {only}."
        : settings.Names.Count <= MaxNamed ? $"It is one of {string.Join(", ", settings.Names)}."
        : $"`GET accounts` lists all {settings.Names.Count}.";
}

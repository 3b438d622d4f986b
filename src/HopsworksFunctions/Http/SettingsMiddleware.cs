using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Http;

/// <summary>
/// A middleware that invokes a function only if its settings are valid, and otherwise says what to set. The worker creates the function's
/// class, and everything that the settings configure, only after this step.
/// </summary>
internal sealed class SettingsMiddleware(AccountSettings settings) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var name = context.FunctionDefinition.Name;
        var services = context.InstanceServices;
        var configuration = services.GetRequiredService<IConfiguration>();
        // Of several accounts, only an account's own services have its name.
        var account = settings.AreSeveral ? configuration[nameof(StateOptions.Account)] : StateOptions.AccountOf(configuration);
        if (((account is null ? null : settings.ProblemOf(account)) ?? ProblemOf(name, services)) is not { } problem)
            return next(context);
        if (account is not null)
            problem = settings.InWordsOf(account, problem);
        if (name is "Actions" or "Runs" or "Timeline" or "Savings" or "Digest")
            throw new StateUnavailableException(problem);
        if (RunOf(context) is not { } run)
            throw new ProblemException(Problems.Of(new(OperationErrorKind.Settings, problem)));
        var report = services.GetRequiredService<ImpossibleRun>().Report(run, problem);
        if (context.GetHttpContext() is null)
            throw new RunFailedException(problem);
        context.GetInvocationResult().Value = RunAnswer.From(report);
        return Task.CompletedTask;
    }

    private string? ProblemOf(string function, IServiceProvider services) => function switch
    {
        // The function drops a message that it cannot process, because an exception would only fill the poison queue.
        "Health" or "Dashboard" or "OpenApi" or "ReconcileAccount" => null,
        _ when settings.Problem is { } problem => problem,
        // Each account's settings are checked before its own run, so that an invalid account does not block the others.
        "Reconcile" or "Digest" or "Accounts" when settings.AreSeveral => SettingsValidation.ProblemOf<StateOptions>(services),
        "Actions" or "Runs" => SettingsValidation.ProblemOf<StateOptions>(services),
        "Savings" or "Digest" or "Forecast" or "Advice" =>
            SettingsValidation.Problem(services) ?? SettingsValidation.ProblemOf<SavingsOptions>(services),
        _ => SettingsValidation.Problem(services),
    };

    /// <summary>Returns the run that the function would have started; null for none.</summary>
    private static RunRequest? RunOf(FunctionContext context) => context.FunctionDefinition.Name switch
    {
        "Reconcile" => new(context.InvocationId, "timer"),
        "ReconcileNow" => new(context.InvocationId, "HTTP", RequestQuery.Mode(context.GetHttpContext()!.Request.Query)),
        "Clusters" => new(context.InvocationId, "HTTP", RunMode.Plan),
        _ => null,
    };
}

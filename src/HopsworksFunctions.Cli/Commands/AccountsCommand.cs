using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>accounts</c>: the accounts of a deployed app, with their last runs and problems.</summary>
internal static class AccountsCommand
{
    public static Command Create(Func<AppChoice, DeployedApp> connect)
    {
        var command = new Command("accounts", "List the accounts of the app and what their last runs came to.");
        command.SetAction<AccountsAnswer>(connect, (app, _, cancellationToken) => app.GetAsync("accounts", cancellationToken), Show);
        return command;
    }

    private static void Show(AccountsAnswer answer, TextWriter output)
    {
        var table = new TextTable(["Account", "Last run (UTC)", "Outcome", "Clusters", "Incidents"], "Problem");
        foreach (var account in answer.Accounts)
        {
            table.Add(
                [
                    account.Name,
                    account.LastRun is { } last ? $"{last.FinishedAt.UtcDateTime:yyyy-MM-dd HH:mm}" : "-",
                    account.LastRun is { } run ? CamelCase.Of(run.Outcome) : "-",
                    account.LastRun is { } seen ? $"{seen.Counts.Clusters}" : "-",
                    $"{account.Incidents}",
                ],
                account.Problem ?? (account.Late ? $"no run in {AccountStatus.MostMissed} ticks" : account.LastRun?.Error ?? ""));
        }
        table.Write(Terminal.On(output));
    }

    private sealed record AccountsAnswer(IReadOnlyList<AccountListing> Accounts);
}

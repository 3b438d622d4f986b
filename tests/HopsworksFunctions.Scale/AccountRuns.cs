using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Scale;

/// <summary>The runs that the app reports for its accounts.</summary>
internal sealed class AccountRuns(IReadOnlyList<string> accounts, Func<int, Instance> instance)
{
    private const int AtOnce = 8;

    private bool AreSeveral => accounts.Count > 1;

    /// <summary>Counts the accounts that have completed a run begun at this time or later.</summary>
    public async Task<int> CompletedAsync(DateTimeOffset from, CancellationToken cancellationToken) => AreSeveral
        ? Array(await instance(0).GetAsync("accounts", cancellationToken), "accounts")
            .Count(account => account["lastRun"] is { } run && Run.Of(run).StartedAt >= from)
        : (await OfAsync(accounts[0], instance(0), from, cancellationToken)).Count > 0 ? 1 : 0;

    /// <summary>Returns the completed runs of each account that began at this time or later.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> AllAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        var runs = new ConcurrentDictionary<string, IReadOnlyList<Run>>();
        await Parallel.ForEachAsync(
            accounts.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (account, stop) => runs[account.Item] = await OfAsync(account.Item, instance(account.Index), from, stop));
        return runs;
    }

    private async Task<IReadOnlyList<Run>> OfAsync(
        string account, Instance asked, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var path = AreSeveral ? $"runs?account={account}" : "runs";
        var answer = await asked.GetAsync(path, cancellationToken)
            ?? throw new InvalidOperationException($"The app does not answer GET {path}.\n{string.Join('\n', asked.Lines.TakeLast(50))}");
        return [.. Array(answer, "runs").Select(Run.Of).Where(run => run.StartedAt >= from)];
    }

    private static IEnumerable<JsonNode> Array(JsonNode? answer, string name) => answer?[name]?.AsArray().OfType<JsonNode>() ?? [];
}

internal sealed record Run(string Outcome, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
{
    public static Run Of(JsonNode run) =>
        new((string)run["outcome"]!, (DateTimeOffset)run["startedAt"]!, (DateTimeOffset)run["finishedAt"]!);
}

using System.Net;
using HopsworksEmulator.Faults;
using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Deployed;

public sealed class OverlapTests(SharedAzurite azurite)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_run_leaves_the_account_to_the_first(bool fromAnotherProcess)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Hopsworks.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(1)) with { Operation = Operation.Stop });
        var first = await deployment.StartAsync();
        var second = fromAnotherProcess ? await deployment.StartAsync() : first;

        var run = first.ReconcileAsync();
        await Eventually.IsTrueAsync(() => deployment.Actions.Contains("Stop dev-anna"), () => "the first run is at its stops");
        var refused = await second.ReconcileAsync();
        await deployment.PassAsync(run);

        Assert.Equal((HttpStatusCode.Conflict, "skipped"), (refused.Status, refused.Outcome));
        Assert.Matches("^HTTP run [-0-9a-f]+ has been in progress since 20..-..-.. ..:..:..Z, so this run did nothing$", refused.Error);
        Assert.Equal("ok", (await run).Outcome);
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        await second.ReconcileWellAsync();
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Of_the_runs_of_many_processes_on_one_folder_one_acts_and_the_others_say_which(int processes)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.KeepStateInFolder();
        deployment.Hopsworks.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(1)) with { Operation = Operation.Stop });
        var apps = new List<RunningApp>();
        while (apps.Count < processes)
            apps.Add(await deployment.StartAsync());

        var runs = apps.ConvertAll(app => app.ReconcileAsync());
        await Eventually.IsTrueAsync(() => runs.Count(run => run.IsCompleted) == processes - 1, () => "all runs but one are over");
        var holder = runs.Single(run => !run.IsCompleted);
        await deployment.PassAsync(holder);

        var id = (string)(await holder).Report["id"]!;
        foreach (var loser in await Task.WhenAll(runs.Where(run => run != holder)))
        {
            Assert.Equal((HttpStatusCode.Conflict, "skipped"), (loser.Status, loser.Outcome));
            Assert.Matches($"^HTTP run {id} has been in progress since 20..-..-.. ..:..:..Z, so this run did nothing$", loser.Error);
        }

        var rounds = await Task.WhenAll(apps.SelectMany(app => Enumerable.Repeat(app, 5)).Select(app => app.ReconcileAsync()));
        Assert.All(rounds, run => Assert.True(run.Outcome is "ok" or "skipped", run.Text));
        Assert.Equal(StandardPolicies.Actions, deployment.Actions);
        Console.WriteLine($"Overlap: {processes} processes, {runs.Count + rounds.Length} runs, "
            + $"{1 + rounds.Count(run => run.Outcome == "ok")} had the account, {deployment.Actions.Count} actions, none twice.");
    }
}

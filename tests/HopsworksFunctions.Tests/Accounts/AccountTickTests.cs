using Azure;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Tests.Accounts;

/// <summary>Ticks for several accounts, side by side in one process.</summary>
public sealed class AccountTickTests
{
    private static readonly string[] Three = ["acme", "globex", "initech"];

    [Fact]
    public async Task Each_account_has_its_own_key_clusters_policies_state_and_log_lines()
    {
        await using var rig = await AccountRig.StartAsync(Three);
        Assert.Null(await rig.TickAsync());
        foreach (var account in Three)
        {
            Assert.Equal([$"Stop dev-{account}"], rig.ActionsOf(account));
            var state = await rig.StateOfAsync(account);
            Assert.Equal($"id-{account}", Assert.Single(state.Records).Key);
            Assert.Single(state.Runs);
            Assert.Contains(rig.Logs, line => line.Message.StartsWith("timer run tick-1: Ok", StringComparison.Ordinal)
                && line.Message.EndsWith($" (account {account})", StringComparison.Ordinal));
        }
        var known = await rig.Board.ReadAsync(AccountRig.Stop);
        Assert.Equal(Three, known.Keys.Order());
        Assert.All(known.Values, status => Assert.Equal((RunOutcome.Ok, 1), (status.LastRun!.Outcome, status.LastRun.Counts.Stops)));
    }

    [Fact]
    public async Task No_account_takes_the_key_of_another_for_the_address_of_a_channel()
    {
        await using var rig = await AccountRig.StartAsync(Three);
        await using var acme = rig.Open("acme");
        var own = acme.Services.GetServices<OwnSecrets>().ToList();
        Assert.All(Three, account => Assert.Contains(own, secrets => secrets.Contains($"{account.ToUpperInvariant()}-KEY")));
    }

    [Theory]
    [InlineData("its API key is refused")]
    [InlineData("its policies are broken")]
    [InlineData("its policies are gone")]
    [InlineData("its settings are wrong")]
    [InlineData("its control plane answers with errors")]
    public async Task What_is_wrong_with_one_account_delays_no_other(string what)
    {
        (string, string)[] settings = what == "its settings are wrong" ? [("Accounts:globex:Region", "eu")] : [];
        await using var rig = await AccountRig.StartAsync(Three, more: settings);
        switch (what)
        {
            case "its API key is refused":
                rig.Emulators["globex"].ApiKeys.Accept("another-key");
                break;
            case "its policies are broken":
                await File.WriteAllTextAsync(rig.PoliciesOf("globex"), "{", AccountRig.Stop);
                break;
            case "its policies are gone":
                File.Delete(rig.PoliciesOf("globex"));
                break;
            case "its control plane answers with errors":
                rig.Emulators["globex"].Faults.Add(Fault.Envelope(400, "no"));
                break;
        }
        var problem = await rig.TickAsync();
        Assert.StartsWith("1 of 3 accounts failed: globex: ", problem, StringComparison.Ordinal);
        Assert.Equal(["Stop dev-acme", "", "Stop dev-initech"], Three.Select(account => string.Join(',', rig.ActionsOf(account))));
    }

    [Fact]
    public async Task A_slow_account_delays_no_other_and_is_ended_in_time()
    {
        await using var rig = await AccountRig.StartAsync(
            Three, more: [("Hopsworks:Timeout", "00:05:00"), ("Hopsworks:TotalTimeout", "00:10:00")]);
        rig.Emulators["globex"].Faults.Add(Fault.Delay(TimeSpan.FromHours(1)));
        var tick = rig.TickAsync();
        await rig.CompletedAsync("acme", "initech");
        Assert.False(tick.IsCompleted);
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.StartsWith("1 of 3 accounts failed: globex: the run was ended after 4 minutes", await tick, StringComparison.Ordinal);
        Assert.Null((await rig.Board.FindAsync("globex", AccountRig.Stop))?.LastRun);
    }

    [Fact]
    public async Task An_account_without_a_run_in_three_ticks_is_an_outage_until_it_has_one()
    {
        await using var rig = await AccountRig.StartAsync(Three, inProcess: 2);
        Assert.Null(await rig.TickAsync());
        Assert.Equal(3, rig.Queue.Count);
        foreach (var account in (string[])["acme", "initech"])
            await rig.DeliverAsync(rig.Queue.Single(json => json.Contains(account, StringComparison.Ordinal)));
        string? problem = null;
        for (var tick = 2; tick <= 5; tick++)
        {
            Assert.Null(problem);
            problem = await rig.NextTickAsync();
            foreach (var json in rig.Queue.TakeLast(3).Where(json => !json.Contains("globex", StringComparison.Ordinal)))
                await rig.DeliverAsync(json);
        }
        Assert.Equal("1 of 3 accounts had no run in 3 ticks: globex.", problem);
        var outage = Assert.Single((await rig.StateOfAsync("globex")).Incidents);
        Assert.Equal(
            (EventKind.Outage, "No run has completed since 2026-06-02 01:00 UTC, so the app stops and starts nothing. "
                + "Look for the reason in the app's log and health."),
            (outage.Kind, outage.Message));
        Assert.Contains(rig.Logs, line => line.Level == LogLevel.Warning
            && line.Message.StartsWith("Notice Outage begins: No run", StringComparison.Ordinal));
        Assert.Empty((await rig.StateOfAsync("acme")).Incidents);

        // The outage is reported once, and ends with the next run.
        Assert.Equal(problem, await rig.NextTickAsync());
        Assert.Single(rig.Logs, line => line.Message.StartsWith("Notice Outage", StringComparison.Ordinal));
        await rig.DeliverAsync(rig.Queue.Last(json => json.Contains("globex", StringComparison.Ordinal)));
        Assert.Empty((await rig.StateOfAsync("globex")).Incidents);
        Assert.Equal(["Stop dev-globex"], rig.ActionsOf("globex"));
    }

    [Fact]
    public async Task A_queue_that_is_gone_is_told_once_for_all_and_then_to_each_account()
    {
        await using var rig = await AccountRig.StartAsync(Three, inProcess: 2);
        rig.QueueFault = new RequestFailedException(404, "gone", "QueueNotFound", null);
        var problem = await rig.TickAsync();
        Assert.StartsWith("3 of 3 accounts are not run in this tick. The queue 'reconcile-account' ", problem, StringComparison.Ordinal);
        for (var tick = 2; tick <= 5; tick++)
            problem = await rig.NextTickAsync();
        Assert.EndsWith("3 of 3 accounts had no run in 3 ticks: acme, globex, initech.", problem, StringComparison.Ordinal);
        foreach (var account in Three)
            Assert.Equal(EventKind.Outage, Assert.Single((await rig.StateOfAsync(account)).Incidents).Kind);

        rig.QueueFault = null;
        await rig.NextTickAsync();
        foreach (var json in rig.Queue)
            await rig.DeliverAsync(json);
        Assert.Null(await rig.NextTickAsync());
        Assert.All(Three, account => Assert.Equal([$"Stop dev-{account}"], rig.ActionsOf(account)));
    }

    [Fact]
    public async Task Nobody_is_blamed_for_the_time_in_which_the_timer_slept()
    {
        await using var rig = await AccountRig.StartAsync(Three, inProcess: 2);
        await rig.TickAsync();
        rig.Time.Advance(TimeSpan.FromHours(8));
        Assert.Null(await rig.TickAsync());
        Assert.Null(await rig.NextTickAsync());
        Assert.Empty((await rig.StateOfAsync("globex")).Incidents);
    }

    // Otherwise nobody hears of it: the next completed run, which would send it again, is what is missing.
    [Fact]
    public async Task An_outage_is_told_until_its_channels_have_it_and_then_no_more()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var rig = await AccountRig.StartAsync(
            Three, inProcess: 2, ("Secrets:hook", receiver.Address), ("Secrets:nobody", "http://127.0.0.1:1/"));
        foreach (var (account, secret) in ((string, string)[])[("acme", "hook"), ("globex", "nobody")])
            await File.WriteAllTextAsync(rig.PoliciesOf(account), $$"""
                { "rules": [{ "name": "all", "match": {}, "manage": false }],
                  "notify": [{ "type": "slack", "urlSecret": "{{secret}}", "on": ["outage"] }] }
                """, AccountRig.Stop);
        await rig.TickAsync();
        for (var tick = 2; tick <= 7; tick++)
            await rig.NextTickAsync();

        foreach (var account in Three)
            Assert.Equal(EventKind.Outage, Assert.Single((await rig.StateOfAsync(account)).Incidents).Kind);
        Assert.Null((await rig.Board.FindAsync("globex", AccountRig.Stop))!.ToldAt);
        // Told by the fifth tick, without being asked again in the next ones.
        Assert.Equal(
            AccountRig.Night.ToInstant() + Duration.FromMinutes(20), (await rig.Board.FindAsync("acme", AccountRig.Stop))!.ToldAt);
        Assert.Contains("No run has completed since", receiver.Only.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_remembered_of_an_account_that_the_settings_no_longer_name()
    {
        await using var rig = await AccountRig.StartAsync(Three);
        await rig.Board.ExpectAsync(["hooli"], AccountRig.Night.ToInstant(), AccountRig.Stop);
        await rig.TickAsync();
        Assert.Null(await rig.Board.FindAsync("hooli", AccountRig.Stop));
        Assert.NotNull(await rig.Board.FindAsync("acme", AccountRig.Stop));
    }

    // Each tick lasts until the account that hangs is given up.
    [Fact]
    public async Task Ticks_that_take_longer_than_the_interval_are_one_series()
    {
        await using var rig = await AccountRig.StartAsync(Three, more: ("ReconcileSchedule", "0 * * * * *"));
        var settings = rig.SettingsOfAll;
        var (start, run) = (AccountRig.Night.ToInstant(), Duration.FromMinutes(4));
        for (var now = start; now < start + run * 3; now += run)
            Assert.Equal(start, await rig.Board.TickAsync(now, now + run, settings.Ticks, AccountRig.Stop));

        var later = start + Duration.FromHours(8);
        Assert.Equal(later, await rig.Board.TickAsync(later, later, settings.Ticks, AccountRig.Stop));
        // A clock that was ahead must not keep accounts from being late.
        Assert.Equal(start, await rig.Board.TickAsync(start, start, settings.Ticks, AccountRig.Stop));
    }

    [Fact]
    public async Task Accounts_share_their_connections_to_Hopsworks_of_which_an_instance_may_have_some_hundreds()
    {
        await using var rig = await AccountRig.StartAsync(["acme", "globex"]);
        Assert.Same(await rig.ServiceOfAsync<HopsworksTransport>("acme"), await rig.ServiceOfAsync<HopsworksTransport>("globex"));
    }

    [Fact]
    public async Task Messages_begin_with_another_account_from_tick_to_tick()
    {
        await using var rig = await AccountRig.StartAsync([.. Enumerable.Range(1, 12).Select(i => $"team{i:d2}")], inProcess: 1);
        var first = new HashSet<string>();
        for (var tick = 0; tick < 12; tick++)
        {
            await rig.NextTickAsync();
            Assert.Equal(12, rig.Queue.Distinct().Count());
            first.Add(rig.Queue.First().Split("\"account\":")[1][..10]);
            rig.Queue.Clear();
        }
        Assert.InRange(first.Count, 6, 12);
    }

    [Fact]
    public async Task A_late_doubled_or_unknown_message_runs_nothing()
    {
        await using var rig = await AccountRig.StartAsync(Three, inProcess: 2);
        await rig.TickAsync();
        var message = rig.Queue.First(json => json.Contains("acme", StringComparison.Ordinal));
        await rig.DeliverAsync(message);
        await rig.DeliverAsync(message);
        await rig.DeliverAsync(message.Replace("acme", "hooli", StringComparison.Ordinal));
        rig.Time.Advance(AccountRig.Interval);
        await rig.DeliverAsync(message.Replace("acme", "globex", StringComparison.Ordinal));
        Assert.Single((await rig.StateOfAsync("acme")).Runs);
        Assert.Empty((await rig.StateOfAsync("globex")).Runs);
        Assert.Equal(
            ["Account acme: message of 2026-06-02T01:00:00Z dropped, because a run has completed since",
                "Account hooli: message dropped, because the settings name no such account",
                "Account globex: message of 2026-06-02T01:00:00Z dropped, because it came after the next was due"],
            rig.Logs.Select(line => line.Message).Where(line => line.Contains("dropped", StringComparison.Ordinal)));
    }
}

using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Testing;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

public sealed class NotificationDispatcherTests
{
    private static readonly NotificationChannel Slack = NotifyRig.Channel(ChannelType.Slack);
    private static readonly NotificationChannel Other = NotifyRig.Channel(ChannelType.Generic, "other");

    [Fact]
    public async Task Each_channel_gets_what_it_wants_once_and_warnings_have_their_link()
    {
        await using var slack = await WebhookReceiver.StartAsync();
        await using var other = await WebhookReceiver.StartAsync();
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address, ["other"] = other.Address } };
        var stopsOnly = Other with { On = new HashSet<EventKind> { EventKind.Stop } };
        await rig.PutAsync("m1", [NotifyRig.Warned("dev-1"), NotifyRig.Stopped("dev-2")], Slack, stopsOnly);

        await rig.DeliverAsync(Slack, stopsOnly);
        await rig.DeliverAsync(Slack, stopsOnly);

        Assert.Contains("https://app.example/api/keep?token=", slack.Only.Text, StringComparison.Ordinal);
        Assert.Contains("dev-2", slack.Only.Text, StringComparison.Ordinal);
        Assert.Equal("stop:dev-2", (string?)Assert.Single(other.Only.Json["data"]!["events"]!.AsArray())!["id"]);
        Assert.Empty(rig.State.Messages["m1"].Waiting);
    }

    [Fact]
    public async Task No_link_is_in_a_dry_run()
    {
        await using var slack = await WebhookReceiver.StartAsync();
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address } };
        await rig.PutAsync("m1", [NotifyRig.Warned("dev-1") with { DryRun = true }], Slack);

        await rig.DeliverAsync(Slack);

        Assert.DoesNotContain("token", slack.Only.Text, StringComparison.Ordinal);
        Assert.Contains("Dry run: Cluster stops soon", slack.Only.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_channel_is_left_alone_for_longer_and_longer_and_hinders_no_other()
    {
        await using var slack = await WebhookReceiver.StartAsync();
        await using var other = await WebhookReceiver.StartAsync();
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address, ["other"] = other.Address } };
        for (var i = 0; i < 5; i++)
            slack.Answering(503);
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], Slack, Other);
        await rig.PutAsync("m2", [NotifyRig.Stopped("dev-2")], Slack);

        var tries = new List<int>();
        for (var minute = 0; minute <= 140; minute += 5)
        {
            var before = slack.All.Count;
            await rig.DeliverAsync(Slack, Other);
            if (slack.All.Count > before)
                tries.Add(minute);
            rig.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal([0, 5, 15, 35, 70], tries[..5]);
        Assert.Single(other.All);
        Assert.Equal(7, slack.All.Count);
        Assert.Equal(["m1", "m2"], slack.All.TakeLast(2)
            .Select((r, i) => r.Text.Contains($"dev-{i + 1}", StringComparison.Ordinal) ? $"m{i + 1}" : "?"));
        Assert.All(rig.State.Messages.Values, m => Assert.Empty(m.Waiting));
        Assert.Equal(0, rig.State.Channels[Slack.Key].Failures);
    }

    [Fact]
    public async Task What_the_other_side_asks_for_is_waited_for()
    {
        await using var slack = (await WebhookReceiver.StartAsync()).Answering(429, retryAfter: "3600");
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address } };
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], Slack);

        await rig.DeliverAsync(Slack);
        rig.Time.Advance(TimeSpan.FromMinutes(55));
        await rig.DeliverAsync(Slack);
        Assert.Single(slack.All);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        await rig.DeliverAsync(Slack);

        Assert.Equal(2, slack.All.Count);
    }

    [Fact]
    public async Task After_a_day_a_message_is_given_up_and_its_loss_is_counted_and_logged()
    {
        await using var rig = new NotifyRig { Secrets = { ["hook"] = "http://127.0.0.1:1/kEyMaRkEr" } };
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], Slack);

        await rig.DeliverAsync(Slack);
        rig.Time.Advance(TimeSpan.FromHours(24));
        await rig.DeliverAsync(Slack);

        Assert.Equal(1, rig.State.Channels[Slack.Key].Lost);
        Assert.Empty(rig.State.Messages);
        Assert.Contains(rig.Logs, l =>
            l.Contains("Message m1 to slack:hook was lost, with 1 events: cannot connect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_not_acceptable_does_not_keep_the_next_from_coming()
    {
        await using var slack = (await WebhookReceiver.StartAsync()).Answering(413);
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address } };
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], Slack);
        await rig.PutAsync("m2", [NotifyRig.Stopped("dev-2")], Slack);

        await rig.DeliverAsync(Slack);

        Assert.Equal(2, slack.All.Count);
        Assert.Equal((0, 1), (rig.State.Channels[Slack.Key].Failures, rig.State.Channels[Slack.Key].Lost));
    }

    [Fact]
    public async Task All_channels_together_have_ten_seconds()
    {
        await using var slack = await WebhookReceiver.StartAsync();
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address } };
        for (var i = 0; i < 3; i++)
        {
            slack.Answering(async context =>
            {
                // The answer is slow, but in time.
                rig.Time.Advance(TimeSpan.FromSeconds(4));
                await context.Response.CompleteAsync();
            });
            await rig.PutAsync($"m{i}", [NotifyRig.Stopped($"dev-{i}")], Slack);
        }

        await rig.DeliverAsync(Slack);

        Assert.Equal(3, slack.All.Count);
        Assert.Equal(["m2"], rig.State.Messages.Values.Where(m => m.Waiting.Count > 0).Select(m => m.Id));
    }

    [Fact]
    public async Task Where_there_is_no_vault_the_log_has_what_would_be_sent()
    {
        await using var rig = new NotifyRig();
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], Slack);
        rig.Secrets.Nowhere = true;

        await rig.DeliverAsync(Slack);

        Assert.Contains(rig.Logs, l =>
            l.Contains("Not sent: this machine has no address for slack:hook: dev-1 Stopping: outside schedule 'office'",
            StringComparison.Ordinal));
        Assert.Empty(rig.State.Channels);
        Assert.Empty(rig.State.Messages["m1"].Waiting);
    }

    [Fact]
    public async Task Messages_are_forgotten_a_day_after_and_with_them_channels_that_are_gone()
    {
        await using var rig = new NotifyRig();
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], Slack);

        rig.Time.Advance(TimeSpan.FromHours(23));
        await rig.DeliverAsync(Other);
        Assert.Single(rig.State.Messages);
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.DeliverAsync(Other);

        Assert.Empty(rig.State.Messages);
    }

    [Fact]
    public async Task Neither_addresses_nor_tokens_are_in_the_log()
    {
        await using var slack = (await WebhookReceiver.StartAsync()).Answering(500, "kEyMaRkEr").Answering(404, "kEyMaRkEr").Answering(200);
        await using var rig = new NotifyRig { Secrets = { ["hook"] = slack.Address } };
        await rig.PutAsync("m1", [NotifyRig.Warned("dev-1")], Slack);

        for (var i = 0; i < 3; i++)
        {
            await rig.DeliverAsync(Slack);
            rig.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(3, slack.All.Count);
        Assert.NotEmpty(rig.Logs);
        Assert.DoesNotContain(rig.Logs, l => l.Contains("kEyMaRkEr", StringComparison.Ordinal)
            || l.Contains("127.0.0.1", StringComparison.Ordinal) || l.Contains("token", StringComparison.Ordinal));
    }
}

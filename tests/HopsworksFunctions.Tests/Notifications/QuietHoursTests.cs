using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Reconciliation;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Information waits for the end of a channel's quiet hours. Events that people act on do not wait.</summary>
public sealed class QuietHoursTests : ReceivedMessages
{
    [Fact]
    public async Task What_was_stopped_at_night_is_one_message_in_the_morning_and_a_warning_comes_at_once()
    {
        // It is 20:00 in UTC, and 22:00 in Stockholm.
        var bench = Quiet("'windows': ['daily 21:00-07:00'], 'timeZone': 'Europe/Stockholm'")
            .Lists(Bench.Running("dev-1"), Bench.Running("dev-2")).AnswersStop("dev-1").AnswersStop("dev-2");

        await RunsAsync(bench, 1);
        await RunsAsync(bench.Lists(Bench.Stopping("dev-1"), Bench.Running("dev-2")), 11);
        Assert.Equal(["2 stops or starts timed out"], Titles.Order());
        await RunsAsync(bench.Lists(Bench.Stopped("dev-1"), Bench.Stopped("dev-2")), 8 * 12);
        var atNight = Receiver.All.Count;
        Receiver.Answering(503);
        await RunsAsync(bench, 12);

        Assert.Equal(2, atNight);
        Assert.Equal(["In quiet hours: Stopping 2 clusters", "In quiet hours: Stopping 2 clusters"], Titles.Skip(2));
        Assert.Contains("dev-2", Receiver.All[^1].Text, StringComparison.Ordinal);
        await RunsAsync(bench, 24 * 12);
        Assert.Empty((await Documents.ReadAsync("message", TestContext.Current.CancellationToken)).Documents);
    }

    [Fact]
    public async Task Quiet_hours_of_more_than_three_days_end_after_three()
    {
        var bench = Quiet("'windows': ['daily 00:00-24:00']").Lists(Bench.Dev1).AnswersStop("dev-1");
        await RunsAsync(bench, 1);
        bench.Lists(Bench.Stopped("dev-1"));

        bench.Time.Advance(TimeSpan.FromHours(71));
        await RunsAsync(bench, 1);
        Assert.DoesNotContain("In quiet hours: Stopping 1 cluster", Titles);
        bench.Time.Advance(TimeSpan.FromHours(1));
        await RunsAsync(bench, 1);

        Assert.Contains("In quiet hours: Stopping 1 cluster", Titles);
    }

    private Bench Quiet(string hours) => On(
        "{ 'notify': [ { 'type': 'slack', 'urlSecret': 'hook', 'on': ['warn', 'stop', 'notFollowed'], 'quiet': { "
            + $"{hours} }} }} ], {Bench.Office.Trim()[1..]}");

    private IEnumerable<string> Titles => Receiver.All.Select(r => (string)r.Json["blocks"]![0]!["text"]!["text"]!);
}

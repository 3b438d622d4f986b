using System.Text.Json.Nodes;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Forty clusters on one schedule make one message in each format, and it names every cluster.</summary>
public sealed class FortyClustersTests : ReceivedMessages
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 40).Select(i => $"dev-training-{i:00}")];
    [Theory]
    [InlineData("slack")]
    [InlineData("teams")]
    [InlineData("generic")]
    public async Task They_are_warned_of_stopped_and_told_to_have_failed_in_one_message_each(string type)
    {
        var bench = On(
            "{ 'limits': { 'maxStopsPerRun': 100 }, "
                + $"'notify': [ {{ 'type': '{type}', 'urlSecret': 'hook', 'severity': 'information' }} ], "
                + Bench.Office.Trim()[1..].Replace(
                    "'schedule': 'office'", "'schedule': 'office', 'warn': '15m'", StringComparison.Ordinal));
        Cluster[] clusters = [.. Names.Select(Bench.Running)];
        bench.Lists(clusters);
        foreach (var name in Names)
            bench.AnswersStop(name);
        // It is now 18:50 on the next day.
        bench.Time.Advance(TimeSpan.FromHours(22 + 50.0 / 60));
        for (var run = 0; run < 10; run++)
        {
            await bench.RunAsync(new($"r{run}", "test"));
            if (run == 3)
                bench.Lists([.. Names.Select(Bench.Stopping)]);
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }

        string[] expected = type == "generic" ? ["warn", "warn", "stop", "stop", "notFollowed", "notFollowed"]
            : ["40 clusters stop soon", "Stopping 40 clusters", "40 stops or starts timed out"];
        Assert.Equal(expected, Receiver.All.Select(Heading));
        foreach (var message in Receiver.All.Select(r => r.Json.AsObject()))
        {
            if (type == "slack")
                SlackShape.Check(message);
            else if (type == "teams")
                TeamsShape.Check(message);
        }
        var perKind = Receiver.All.Chunk(type == "generic" ? 2 : 1).Select(some => string.Concat(some.Select(r => r.Text)));
        Assert.All(perKind, text => Assert.All(Names, name => Assert.Contains(name, text, StringComparison.Ordinal)));
    }

    private static string Heading(ReceivedRequest request) => request.Json switch
    {
        JsonObject o when o["blocks"] is { } blocks => (string)blocks[0]!["text"]!["text"]!,
        JsonObject o when o["attachments"] is { } cards => (string)cards[0]!["content"]!["body"]![0]!["inlines"]![0]!["text"]!,
        var generic => (string)generic["data"]!["events"]![0]!["event"]!,
    };
}

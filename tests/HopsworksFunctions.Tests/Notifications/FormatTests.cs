using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Messages in the formats and within the limits that the vendors publish.</summary>
public sealed class FormatTests
{
    private const string Rude = "<!channel> *dev* & [x](y) _z_ `q` \u202e|\n@here";
    private static readonly Uri Link = new("https://app.example/api/keep?token=abc&x=1");

    private static IEnumerable<MessageEvent> Many(int count, Func<string, MessageEvent> of) =>
        Enumerable.Range(0, count).Select(i => of($"dev-{i:000}"));

    private static JsonObject Json(Payload payload) => JsonNode.Parse(payload.Body)!.AsObject();

    private static JsonObject Compose(ChannelType type, params MessageEvent[] events) =>
        Json(Assert.Single(NotifyRig.Compose(type, events, Link)));

    private static IEnumerable<string> Texts(JsonNode node, string member) => node switch
    {
        JsonObject o =>
            o.SelectMany(
            m => m.Key == member && m.Value is JsonValue v ? [v.GetValue<string>()] : m.Value is null ? [] : Texts(m.Value, member)),
        JsonArray a => a.SelectMany(n => Texts(n!, member)),
        _ => [],
    };

    [Fact]
    public void Slack_gets_a_header_a_list_and_a_footer()
    {
        var message = Compose(ChannelType.Slack, NotifyRig.Warned("dev-1"));

        SlackShape.Check(message);
        Assert.Equal("Cluster stops soon: dev-1", (string)message["text"]!);
        Assert.Equal(["header", "rich_text", "context"], message["blocks"]!.AsArray().Select(b => (string)b!["type"]!));
        Assert.Equal(
            ["Cluster stops soon", "dev-1", " stops Mon 19:00 (UTC): its window in schedule 'office' ends.", " ",
                "Keep running", "account test · 2026-06-01 18:45 UTC"],
            Texts(message["blocks"]!, "text"));
        Assert.Equal([Link.AbsoluteUri], Texts(message, "url"));
    }

    [Fact]
    public void Teams_gets_a_card_in_an_envelope()
    {
        var message = Compose(ChannelType.Teams, NotifyRig.Warned("dev-1"));

        TeamsShape.Check(message);
        var card = message["attachments"]![0]!["content"]!;
        Assert.Equal(
            ["Cluster stops soon", "dev-1", " stops Mon 19:00 (UTC): its window in schedule 'office' ends.",
                "account test · 2026-06-01 18:45 UTC"],
            Texts(card["body"]!, "text"));
        Assert.Equal([Link.AbsoluteUri], Texts(card["body"]!, "url"));
    }

    [Theory]
    [InlineData(ChannelType.Slack)]
    [InlineData(ChannelType.Teams)]
    public void Text_of_others_is_never_markup(ChannelType type)
    {
        var message = Compose(type, NotifyRig.Stopped(Rude, Rude));

        var shown = Rude.Replace('\n', ' ').Replace("\u202e", "\\u202e", StringComparison.Ordinal);
        Assert.Equal(2, Texts(message["blocks"] ?? message["attachments"]!, "text").Count(t => t.Trim() == shown));
        if (type == ChannelType.Slack)
            Assert.Contains("&lt;!channel&gt; *dev* &amp; [x]", (string)message["text"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(500)]
    public void However_much_there_is_to_tell_it_stays_within_the_limits(int count)
    {
        var events = Many(count, NotifyRig.Warned)
            .Concat(Many(count, n => NotifyRig.Stopped($"{n}-{new string('x', 400)}", new string('y', 900)))).ToArray();

        foreach (var type in (ChannelType[])[ChannelType.Slack, ChannelType.Teams])
        {
            var message = Compose(type, events);
            if (type == ChannelType.Slack)
                SlackShape.Check(message);
            else
                TeamsShape.Check(message);
            var shown = Texts(message, "text").ToList();
            var lines = shown.Count(
                t => t.StartsWith(" stops", StringComparison.Ordinal) || t.StartsWith(" yyy", StringComparison.Ordinal));
            Assert.InRange(lines, 1, 2 * count);
            Assert.Equal(lines < 2 * count, shown.Exists(t => t.Contains($"and {2 * count - lines} more", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void The_most_important_comes_first_and_what_is_over_last()
    {
        MessageEvent[] events =
        [
            NotifyRig.Stopped("dev-1"), new("1", EventKind.Outage, NotifyRig.Evening, "over: no answer") { Over = true },
            new("2", EventKind.Key, NotifyRig.Evening, "refused"), NotifyRig.Warned("dev-2"),
            NotifyRig.Stopped("dev-3") with { DryRun = true },
        ];

        var message = Compose(ChannelType.Slack, events);

        Assert.Equal(
            ["Cluster stops soon", "API key not working", "Stopping 1 cluster", "Dry run: Stopping 1 cluster",
                "Resolved: Hopsworks.ai unavailable"],
            Texts(message["blocks"]!, "text").Where(t => char.IsUpper(t[0]) && t != "Keep running").Skip(1));
    }

    [Fact]
    public void A_sample_of_every_kind_of_event_can_be_sent()
    {
        var samples = EventCatalog.SampleMessage(Enum.GetValues<EventKind>(), NotifyRig.Evening).Events;

        Assert.Equal(Enum.GetValues<EventKind>(), samples.Select(e => e.Kind));
        SlackShape.Check(Compose(ChannelType.Slack, [.. samples]));
        TeamsShape.Check(Compose(ChannelType.Teams, [.. samples]));
    }

    [Fact]
    public void An_announcement_goes_to_every_kind_of_channel()
    {
        var announcement = new Announcement("digest", "Last week", ["saved 120 USD", "3 clusters"], JsonDocument.Parse("""{"saved":120}""").RootElement);
        var outgoing = new Outgoing("test", new("digest-2026-W48", NotifyRig.Evening, [], []) { Announcement = announcement }, []);

        var (slack, teams, generic) = (Json(NotifyRig.Compose(ChannelType.Slack, outgoing)[0]),
            Json(NotifyRig.Compose(ChannelType.Teams, outgoing)[0]), Json(NotifyRig.Compose(ChannelType.Generic, outgoing)[0]));

        SlackShape.Check(slack);
        TeamsShape.Check(teams);
        Assert.Equal(["Last week", "saved 120 USD", "3 clusters", "account test · 2026-06-01 18:45 UTC"], Texts(slack["blocks"]!, "text"));
        Assert.Equal(("digest-2026-W48", "hopsworks-functions.digest"), ((string?)generic["id"], (string?)generic["type"]));
        Assert.Equal("""{"account":"test","title":"Last week","lines":["saved 120 USD","3 clusters"],"details":{"saved":120}}""", generic["data"]!.ToJsonString());
    }
}

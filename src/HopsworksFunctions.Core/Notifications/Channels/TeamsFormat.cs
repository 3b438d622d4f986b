using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>
/// A message for a Microsoft Teams workflow ("when a Teams webhook request is received"): an Adaptive Card in an envelope.
/// Untrusted text goes into text runs, which unlike text blocks have no markup. https://adaptivecards.io/explorer
/// </summary>
internal sealed class TeamsFormat : IChannelFormat
{
    // Teams accepts 28 KB, and its own copy of the card takes some of that.
    private const int MaxBody = 20 * 1024;
    private const int MaxLines = 40;

    public ChannelType Type => ChannelType.Teams;

    public IReadOnlyList<Payload> Compose(Outgoing outgoing)
    {
        var body = NotificationContent.Of(outgoing)
            .Largest(MaxLines, content => ChannelJson.ToUtf8(Envelope(content)), body => body.Length <= MaxBody);
        return [new(outgoing.Message.Id, "application/json; charset=utf-8", body)];
    }

    private static object Envelope(NotificationContent content) => new
    {
        type = "message",
        attachments = new[]
        {
            new Dictionary<string, object?>
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = new Dictionary<string, object>
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["msteams"] = new { width = "Full" },
                    // Shown where cards are not supported.
                    ["fallbackText"] = content.Summary,
                    ["body"] = Body(content),
                },
            },
        },
    };

    private static IEnumerable<object> Body(NotificationContent content)
    {
        yield return Text(new { type = "TextRun", text = content.Title, weight = "Bolder", size = "Medium" });
        foreach (var group in content.Groups)
        {
            if (content.Groups.Count > 1)
                yield return Text(Bold(group.Heading!));
            foreach (var line in group.Lines)
            {
                yield return line.Subject is { } subject ? Text(Bold(subject), Run($" {line.Text}")) : Text(Run(line.Text));
                if (line.Link is { } link)
                {
                    var open = new { type = "Action.OpenUrl", title = line.LinkText, url = link.AbsoluteUri };
                    yield return new { type = "ActionSet", actions = new[] { open } };
                }
            }
        }
        if (content.More is { } more)
            yield return Text(Run(more));
        yield return Text(new { type = "TextRun", text = content.Footer, isSubtle = true, size = "Small" });
    }

    private static object Text(params object[] inlines) => new { type = "RichTextBlock", inlines };

    private static object Bold(string text) => new { type = "TextRun", text, weight = "Bolder" };

    private static object Run(string text) => new { type = "TextRun", text };
}

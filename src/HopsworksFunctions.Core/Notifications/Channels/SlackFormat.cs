using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>
/// A message for a Slack incoming webhook, in Block Kit. Untrusted text goes into rich text, which has no markup to escape.
/// https://docs.slack.dev/reference/block-kit/blocks
/// </summary>
internal sealed class SlackFormat : IChannelFormat
{
    private const int MaxHeader = 150;
    private const int MaxBlock = 3000;
    private const int MaxBlocks = 50;

    // Undocumented: Slack rejects messages of more than about 13,000 characters.
    private const int MaxMessage = 12_000;

    // Nobody reads more.
    private const int MaxLines = 40;

    public ChannelType Type => ChannelType.Slack;

    public IReadOnlyList<Payload> Compose(Outgoing outgoing)
    {
        var content = NotificationContent.Of(outgoing).Largest(MaxLines, content => content, Fits);
        // Phone notifications show this text.
        var message = new { text = Escape(content.Summary), blocks = Blocks(content) };
        return [new(outgoing.Message.Id, "application/json; charset=utf-8", ChannelJson.ToUtf8(message))];
    }

    private static IEnumerable<object> Blocks(NotificationContent content)
    {
        yield return new { type = "header", text = Plain(Header(content)) };
        foreach (var group in content.Groups)
        {
            foreach (var (i, lines) in Chunks(group).Index())
            {
                object[] list = [new { type = "rich_text_list", style = "bullet", elements = lines.Select(Line) }];
                var hasHeading = HasHeadings(content) && i == 0;
                yield return new { type = "rich_text", elements = hasHeading ? [Section(Bold(group.Heading!)), .. list] : list };
            }
        }
        yield return new { type = "context", elements = new[] { Plain(Footer(content)) } };
    }

    private static IEnumerable<List<ContentLine>> Chunks(ContentGroup group)
    {
        var (chunk, size) = (new List<ContentLine>(), 0);
        foreach (var line in group.Lines)
        {
            if (size + Size(line) > MaxBlock)
            {
                yield return chunk;
                (chunk, size) = ([], 0);
            }
            chunk.Add(line);
            size += Size(line);
        }
        yield return chunk;
    }

    private static object Line(ContentLine line)
    {
        object[] parts = line.Subject is { } subject ? [Bold(subject), Text($" {line.Text}")] : [Text(line.Text)];
        if (line.Link is { } link)
            parts = [.. parts, Text(" "), new { type = "link", url = link.AbsoluteUri, text = line.LinkText }];
        return Section(parts);
    }

    private static object Section(params object[] elements) => new { type = "rich_text_section", elements };

    private static object Text(string text) => new { type = "text", text };

    private static object Bold(string text) => new { type = "text", text, style = new { bold = true } };

    private static object Plain(string text) => new { type = "plain_text", text, emoji = false };

    private static bool HasHeadings(NotificationContent content) => content.Groups.Count > 1;

    private static string Header(NotificationContent content) =>
        content.Title.Length <= MaxHeader ? content.Title : $"{content.Title[..(MaxHeader - 1)]}…";

    private static string Footer(NotificationContent content) =>
        content.More is { } more ? $"{more} · {content.Footer}" : content.Footer;

    private static bool Fits(NotificationContent content)
    {
        var headings = HasHeadings(content) ? content.Groups.Sum(g => g.Heading!.Length) : 0;
        return content.Groups.Sum(g => Chunks(g).Count()) + 2 <= MaxBlocks
            && Header(content).Length + headings + content.Groups.Sum(g => g.Lines.Sum(Size)) + Footer(content).Length <= MaxMessage;
    }

    /// <summary>Returns the number of characters in a line's text and link.</summary>
    private static int Size(ContentLine line) =>
        (line.Subject is { } subject ? subject.Length + 1 : 0) + line.Text.Length
        + (line.Link is { } link ? 1 + link.AbsoluteUri.Length + line.LinkText.Length : 0);

    /// <summary>Escapes text for a field in which Slack reads markup.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}

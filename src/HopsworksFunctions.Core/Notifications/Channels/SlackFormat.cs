using System.Text.Json.Nodes;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>
/// A message for a Slack incoming webhook, of Block Kit's blocks. Text of others goes into rich text, which has no markup to escape.
/// https://docs.slack.dev/reference/block-kit/blocks
/// </summary>
internal static class SlackFormat
{
    private const int LongestHeader = 150;
    private const int LongestBlock = 3000;
    private const int MostBlocks = 50;

    // Slack says of no such limit, and refuses messages of more than some 13,000 characters.
    private const int LongestMessage = 12_000;

    // Nobody reads more.
    private const int MostLines = 40;

    public static Payload Compose(Outgoing outgoing) =>
        new(outgoing.Message.Id, "application/json; charset=utf-8", Letter.Of(outgoing).Largest(MostLines, Blocks, Fits).ToUtf8());

    private static JsonObject Blocks(Letter letter)
    {
        var blocks = new JsonArray(new JsonObject { ["type"] = "header", ["text"] = Plain(Shorten(letter.Title)) });
        foreach (var group in letter.Groups)
        {
            var heading = letter.Groups.Count > 1 ? Section(Text(group.Heading!, bold: true)) : null;
            foreach (var lines in Chunks(group.Lines.Select(Line)))
            {
                var list = new JsonObject { ["type"] = "rich_text_list", ["style"] = "bullet", ["elements"] = new JsonArray([.. lines]) };
                blocks.Add((JsonNode)new JsonObject { ["type"] = "rich_text", ["elements"] = heading is null ? new(list) : new JsonArray(heading, list) });
                heading = null;
            }
        }
        var footer = letter.Left > 0 ? $"and {letter.Left} more; {letter.Footer}" : letter.Footer;
        blocks.Add((JsonNode)new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Plain(footer)) });
        // What a notification on a phone shows.
        return new() { ["text"] = Escape(letter.Summary), ["blocks"] = blocks };
    }

    private static IEnumerable<List<JsonNode?>> Chunks(IEnumerable<JsonObject> lines)
    {
        var (chunk, size) = (new List<JsonNode?>(), 0);
        foreach (var line in lines)
        {
            if (size + Size(line) > LongestBlock)
            {
                yield return chunk;
                (chunk, size) = ([], 0);
            }
            chunk.Add(line);
            size += Size(line);
        }
        yield return chunk;
    }

    private static JsonObject Line(LetterLine line)
    {
        var parts = new List<JsonNode?>();
        if (line.Subject is { } subject)
            parts.AddRange(Text(subject, bold: true), Text($" {line.Text}"));
        else
            parts.Add(Text(line.Text));
        if (line.Link is { } link)
            parts.AddRange(Text(" "), new JsonObject { ["type"] = "link", ["url"] = link.AbsoluteUri, ["text"] = "Keep it running" });
        return Section([.. parts]);
    }

    private static JsonObject Section(params JsonNode?[] parts) => new() { ["type"] = "rich_text_section", ["elements"] = new JsonArray(parts) };

    private static JsonObject Text(string text, bool bold = false)
    {
        var element = new JsonObject { ["type"] = "text", ["text"] = text };
        if (bold)
            element["style"] = new JsonObject { ["bold"] = true };
        return element;
    }

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    private static bool Fits(JsonObject message) => message["blocks"]!.AsArray() is { Count: <= MostBlocks } blocks && Size(blocks) <= LongestMessage;

    /// <summary>The characters of a block's texts and links.</summary>
    private static int Size(JsonNode? node) => node switch
    {
        JsonObject member => member.Sum(m => m.Key is "text" or "url" && m.Value is JsonValue text ? text.GetValue<string>().Length : Size(m.Value)),
        JsonArray array => array.Sum(Size),
        _ => 0,
    };

    private static string Shorten(string title) => title.Length <= LongestHeader ? title : $"{title[..(LongestHeader - 1)]}…";

    /// <summary>As Slack asks for where text is markup.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

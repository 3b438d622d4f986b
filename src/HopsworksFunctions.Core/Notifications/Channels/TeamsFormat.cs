using System.Text.Json.Nodes;

namespace HopsworksFunctions.Core.Notifications.Channels;

/// <summary>
/// A message for a Microsoft Teams workflow ("when a Teams webhook request is received"): an Adaptive Card in an envelope.
/// Text of others goes into text runs, which unlike text blocks have no markup. https://adaptivecards.io/explorer
/// </summary>
internal static class TeamsFormat
{
    // Teams takes 28 KB, of which its own copy of the card needs some.
    private const int LargestBody = 20 * 1024;
    private const int MostLines = 40;

    public static Payload Compose(Outgoing outgoing) =>
        new(outgoing.Message.Id, "application/json; charset=utf-8", Letter.Of(outgoing).Largest(MostLines, l => Envelope(l).ToUtf8(), body => body.Length <= LargestBody));

    private static JsonObject Envelope(Letter letter) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["msteams"] = new JsonObject { ["width"] = "Full" },
                // What is shown where no card can be.
                ["fallbackText"] = letter.Summary,
                ["body"] = Body(letter),
            },
        }),
    };

    private static JsonArray Body(Letter letter)
    {
        var body = new List<JsonNode?> { Text(Run(letter.Title, bold: true, large: true)) };
        foreach (var group in letter.Groups)
        {
            if (letter.Groups.Count > 1)
                body.Add(Text(Run(group.Heading!, bold: true)));
            foreach (var line in group.Lines)
            {
                body.Add(line.Subject is { } subject ? Text(Run(subject, bold: true), Run($" {line.Text}")) : Text(Run(line.Text)));
                if (line.Link is { } link)
                    body.Add(new JsonObject { ["type"] = "ActionSet", ["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Keep it running", ["url"] = link.AbsoluteUri }) });
            }
        }
        if (letter.Left > 0)
            body.Add(Text(Run($"and {letter.Left} more")));
        body.Add(Text(Run(letter.Footer, subtle: true)));
        return new([.. body]);
    }

    private static JsonObject Text(params JsonNode?[] runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(runs) };

    private static JsonObject Run(string text, bool bold = false, bool large = false, bool subtle = false)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (bold)
            run["weight"] = "Bolder";
        if (large)
            run["size"] = "Medium";
        if (subtle)
            (run["isSubtle"], run["size"]) = (true, "Small");
        return run;
    }
}

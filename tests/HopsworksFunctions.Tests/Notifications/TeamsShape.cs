using System.Text;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>The part of Teams' envelope and https://adaptivecards.io/explorer (1.4) that the app's messages use, with its limit.</summary>
internal static class TeamsShape
{
    public static void Check(JsonObject message)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(message.ToJsonString()), 1, 28 * 1024);
        Members(message, "type", "attachments");
        Assert.Equal("message", (string?)message["type"]);
        var attachment = Assert.Single(message["attachments"]!.AsArray())!.AsObject();
        Members(attachment, "contentType", "contentUrl", "content");
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)attachment["contentType"]);
        Assert.Null(attachment["contentUrl"]);
        var card = attachment["content"]!.AsObject();
        Members(card, "$schema", "type", "version", "msteams", "fallbackText", "body");
        Assert.Equal(("AdaptiveCard", "1.4"), ((string?)card["type"], (string?)card["version"]));
        Assert.NotEmpty(card["body"]!.AsArray());
        foreach (var element in card["body"]!.AsArray())
            Element(element!.AsObject());
    }

    private static void Element(JsonObject element)
    {
        if ((string?)element["type"] == "ActionSet")
        {
            Members(element, "type", "actions");
            var action = Assert.Single(element["actions"]!.AsArray())!.AsObject();
            Members(action, "type", "title", "url");
            Assert.Equal("Action.OpenUrl", (string?)action["type"]);
            Assert.StartsWith("https://", (string?)action["url"], StringComparison.Ordinal);
            return;
        }
        Assert.Equal("RichTextBlock", (string?)element["type"]);
        Members(element, "type", "inlines");
        foreach (var run in element["inlines"]!.AsArray())
        {
            Members(run!.AsObject(), "type", "text", "weight", "size", "isSubtle");
            Assert.Equal("TextRun", (string?)run!["type"]);
            Assert.NotEqual("", (string?)run["text"]);
        }
    }

    private static void Members(JsonObject node, params string[] allowed) =>
        Assert.All(node, member => Assert.Contains(member.Key, allowed));
}

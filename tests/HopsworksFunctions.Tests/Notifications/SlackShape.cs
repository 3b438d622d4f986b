using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>The part of https://docs.slack.dev/reference/block-kit that the app's messages use, with its limits.</summary>
internal static class SlackShape
{
    public static void Check(JsonObject message)
    {
        Members(message, "text", "blocks");
        Assert.InRange(((string)message["text"]!).Length, 1, 4000);
        var blocks = message["blocks"]!.AsArray();
        Assert.InRange(blocks.Count, 1, 50);
        foreach (var block in blocks)
            Block(block!.AsObject());
    }

    private static void Block(JsonObject block)
    {
        switch ((string?)block["type"])
        {
            case "header":
                Members(block, "type", "text");
                Plain(block["text"]!.AsObject(), 150);
                break;
            case "context":
                Members(block, "type", "elements");
                Assert.InRange(block["elements"]!.AsArray().Count, 1, 10);
                foreach (var element in block["elements"]!.AsArray())
                    Plain(element!.AsObject(), 3000);
                break;
            case "rich_text":
                Members(block, "type", "elements");
                Assert.InRange(block.ToJsonString().Length, 1, 20_000);
                Assert.NotEmpty(block["elements"]!.AsArray());
                foreach (var element in block["elements"]!.AsArray())
                    RichText(element!.AsObject());
                break;
            default:
                Assert.Fail($"No block of ours: {block}");
                break;
        }
    }

    private static void RichText(JsonObject element)
    {
        if ((string?)element["type"] == "rich_text_list")
        {
            Members(element, "type", "style", "elements");
            Assert.Equal("bullet", (string?)element["style"]);
            Assert.NotEmpty(element["elements"]!.AsArray());
            foreach (var section in element["elements"]!.AsArray())
                Section(section!.AsObject());
        }
        else
            Section(element);
    }

    private static void Section(JsonObject section)
    {
        Members(section, "type", "elements");
        Assert.Equal("rich_text_section", (string?)section["type"]);
        foreach (var element in section["elements"]!.AsArray())
        {
            var link = (string?)element!["type"] == "link";
            Assert.Equal(link ? "link" : "text", (string?)element["type"]);
            Members(element.AsObject(), "type", "text", link ? "url" : "style");
            Assert.InRange(((string)element["text"]!).Length, 1, 3000);
        }
    }

    private static void Plain(JsonObject text, int longest)
    {
        Members(text, "type", "text", "emoji");
        Assert.Equal("plain_text", (string?)text["type"]);
        Assert.InRange(((string)text["text"]!).Length, 1, longest);
    }

    private static void Members(JsonObject node, params string[] allowed) =>
        Assert.All(node, member => Assert.Contains(member.Key, allowed));
}

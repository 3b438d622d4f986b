using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Run;

/// <summary>Deceptive texts from Hopsworks.ai and from people, in everything that people and machines read of them.</summary>
public sealed class HostileFleetTests
{
    private static readonly IReadOnlyList<EmulatedCluster> Fleet = HostileFleet.Create(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Nothing_that_is_not_seen_reaches_people_and_no_line_is_forged()
    {
        await using var rig = await HostileRig.StartAsync();

        var report = await rig.RunAsync();
        var stopped = report["clusters"]!.AsArray().Count(cluster => (string?)cluster!["done"] == "accepted");
        Assert.Equal(Fleet.Count - 4, stopped);
        var (held, _) = await rig.CommandAsync(
            "hold", "hostile-09", "--until", "2h", "--by", "an\u202ena", "--reason", "as\u200b I say");
        Assert.Contains(@"an\u202ena", held, StringComparison.Ordinal);
        await rig.RunAsync();

        CheckLog(rig.Log, stopped);
        var messages = rig.Channels.Sum(channel => channel.Value.All.Count);
        foreach (var (format, receiver) in rig.Channels)
            CheckMessages(format, receiver.All.Select(request => request.Text));
        foreach (var command in (string[][])
            [["clusters"], ["clusters", "--json"], ["actions", "--limit", "200"], ["runs"], ["plan"], ["plan", "--json"], ["report"],
                ["report", "--csv"], ["run", "--once"]])
        {
            var (output, errors) = await rig.CommandAsync(command);
            CheckShown(command, output);
            Assert.Equal("", Hidden.In(errors, isLines: true));
        }
        Console.WriteLine($"Hostile fleet: {Fleet.Count} clusters, {rig.Log.Count} log lines, {messages} messages, 9 commands, "
            + "nothing hidden and no alert forged.");
    }

    private static void CheckLog(IReadOnlyList<AppLog> lines, int stopped)
    {
        Assert.All(lines, line => Assert.Equal("", Hidden.In(line.Message, isLines: !IsOurs(line))));
        Assert.All(lines, line => Assert.DoesNotContain(Fleet, c => line.Message.StartsWith(c.Name, StringComparison.Ordinal)));
        Assert.Equal(
            stopped, lines.Count(line => line.Event == "ClusterActed" && line.Message.Contains(", Accepted): ", StringComparison.Ordinal)));
        // No cluster's text forges an alert. The two open incidents are real: the near match, and the tag without a schedule.
        var looks = Directory.GetFiles(Path.Combine(Bicep.Folder, "alerts")).SelectMany(f => new TraceQuery(File.ReadAllText(f)).Looks);
        Assert.All(looks, look => Assert.All(lines, line => Assert.True(
            look.Events.Contains("RunNotice") ? look.Notice(line) is null : !look.Match(line).Success, line.Message)));
        var open = new TraceQuery(File.ReadAllText(Path.Combine(Bicep.Folder, "queries/incidents.kql"))).Notices.Open(lines);
        Assert.Equal([" [rule:chosen:hostile-23]", " [rule:close]"], open.Select(n => n.Subject).Order(StringComparer.Ordinal));
    }

    private static bool IsOurs(AppLog line) =>
        line.Event is "RunNotice" or "RunFinished" or "ClusterActed" or "ClusterActionFailed" or "Changed" or "Told" or "NotHere";

    private static void CheckMessages(string format, IEnumerable<string> bodies)
    {
        var messages = bodies.Select(body => JsonNode.Parse(body)!).ToList();
        Assert.NotEmpty(messages);
        Assert.All(messages.SelectMany(message => Texts(message, "")), text => Assert.Equal("", Hidden.In(text)));
        if (format == "slack")
            Assert.All(messages, message => Assert.DoesNotMatch("[<>]|&(?!lt;|gt;|amp;)", (string)message["text"]!));
    }

    private static void CheckShown(string[] command, string text)
    {
        Assert.NotEqual("", text);
        var isJson = command.Contains("--json");
        var texts = isJson ? Texts(JsonNode.Parse(text)!, "") : text.Split('\n').Select(line => line.TrimEnd('\r'));
        // A program that reads the JSON gets the exact ID, and a person sees its hidden characters escaped.
        Assert.All(texts, shown => Assert.True(Hidden.In(shown).Length == 0, $"{string.Join(' ', command)}: {shown}"));
        Assert.Equal("", Hidden.In(text, isLines: true));
        if (command[0] is "clusters" or "plan")
            Assert.Contains(isJson ? JsonEncodedText.Encode(@"dev-\u202egpj").Value : @"dev-\u202egpj", text, StringComparison.Ordinal);
    }

    /// <summary>Returns all texts except those that identify a cluster exactly, because calls are made with them.</summary>
    private static IEnumerable<string> Texts(JsonNode? node, string name) => node switch
    {
        JsonObject o => o.SelectMany(member => Texts(member.Value, member.Key)),
        JsonArray a => a.SelectMany(item => Texts(item, name)),
        JsonValue v when v.GetValueKind() == JsonValueKind.String && name is not ("id" or "clusterId") => [v.GetValue<string>()],
        _ => [],
    };
}

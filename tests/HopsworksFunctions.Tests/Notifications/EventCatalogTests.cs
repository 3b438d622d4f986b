using System.Text.RegularExpressions;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>The catalog of events, checked against the policies' schema, the documents and the alerts.</summary>
public sealed partial class EventCatalogTests
{
    private static IEnumerable<string> Words =>
        EventCatalog.ByRank.Select(e => e.Kind).Distinct().Where(k => k != EventKind.Unknown).Order().Select(CamelCase.Of);

    [Fact]
    public void Has_one_entry_for_each_kind() =>
        Assert.Equal(Enum.GetValues<EventKind>(), EventCatalog.ByRank.Where(e => e.IsOnlyFor is null).Select(e => e.Kind).Order());

    [Fact]
    public void The_schema_lists_its_events()
    {
        var schema = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Repository.PathTo("policies.schema.json")))!;

        Assert.Equal(Words, schema["$defs"]!["event"]!["enum"]!.AsArray().Select(word => (string)word!));
    }

    [Fact]
    public void The_documents_explain_its_events()
    {
        var rows = File.ReadLines(Repository.PathTo("docs/notifications.md")).SkipWhile(line => line != "## Events")
            .TakeWhile(line => line != "## What you can rely on");
        var explained = rows.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Word().Matches(line.Split('|')[1]).Select(m => m.Groups[1].Value));

        Assert.Equal(Words.Order(), explained.Order());
    }

    [Fact]
    public void Alerts_watch_incidents_only()
    {
        var watched = Directory.GetFiles(Repository.PathTo("infra/alerts"), "*.kql")
            .SelectMany(file => Notice().Matches(File.ReadAllText(file)))
            .SelectMany(match => match.Groups[1].Value.Split(['"', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Distinct().Select(Enum.Parse<EventKind>).ToList();

        Assert.NotEmpty(watched);
        Assert.All(watched, kind => Assert.True(EventCatalog.IsIncident(kind)));
    }

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bKind (?:== |!?in \()((?:""\w+""(?:, )?)+)")]
    private static partial Regex Notice();
}

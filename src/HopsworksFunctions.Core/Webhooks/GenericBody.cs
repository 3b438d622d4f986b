using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The app's own JSON format.</summary>
internal static class GenericBody
{
    public const string Example = """{"action":"hold","cluster":"dev-anna","until":"2h","state":"up","reason":"nightly tests"}""";

    public static WebhookCommand Read(JsonNode root, List<Problem> problems)
    {
        var reader = new ObjectReader(root, problems);
        var action = reader.Choice("action", WebhookSettings.Actions) ?? WebhookAction.Release;
        if (root["action"] is null)
            reader.AddError(root, "missing field 'action': hold, release, start, stop or freeze");
        var order = action == WebhookAction.Freeze ? Freeze(reader) : new WebhookCommand(
            action,
            Target(reader, problems),
            reader.Choice("state", HoldWords.States) ?? HoldState.Up,
            reader.Any("until") is { } until ? HoldWords.End(reader, until) : null,
            OneLine.Read(reader, "reason", 500));
        if (action == WebhookAction.Hold && root["until"] is null)
            reader.AddError(root, $"missing field 'until': {HoldWords.Ends}");
        if (root["action"] is not null && action != WebhookAction.Hold && reader.Any("state") is { } state)
            reader.AddError(state, "'state' is only valid with action hold");
        if (root["action"] is not null && action is not (WebhookAction.Hold or WebhookAction.Freeze) && root["until"] is { } end)
            reader.AddError(end, "'until' is only valid with action hold or freeze");
        reader.RejectUnknownMembers();
        return order;
    }

    /// <summary>Reads a freeze of the account or, if the body names one, of a rule.</summary>
    private static WebhookCommand Freeze(ObjectReader reader) => new(
        WebhookAction.Freeze,
        OneLine.Read(reader, "rule", 200) is { } rule ? new WebhookTarget.OfRule(rule) : new WebhookTarget.Everything(),
        Until: reader.Any("until") is { } until ? FreezeWords.End(reader, until) : null,
        Reason: OneLine.Read(reader, "reason", 500));

    private static WebhookTarget Target(ObjectReader reader, List<Problem> problems)
    {
        var cluster = OneLine.Read(reader, "cluster", 200);
        var match = reader.Object("match") is { } node ? MatchSection.Read(node, problems) : null;
        if (reader.Node["cluster"] is null == reader.Node["match"] is null)
            reader.AddError(reader.Node, "give either 'cluster' or 'match'");
        else if (reader.Node["cluster"] is { } named && cluster is null)
            reader.AddError(named, "'cluster' must not be empty");
        else if (match is { IsEmpty: true })
            reader.AddError(reader.Node["match"]!, "an empty 'match' matches every cluster; if you mean that, write {\"name\":\"*\"}");
        return match is not null ? new WebhookTarget.Matching(match) : new WebhookTarget.One(cluster ?? "");
    }
}

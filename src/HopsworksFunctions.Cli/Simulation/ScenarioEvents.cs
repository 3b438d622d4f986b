using System.Text.Json;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads <c>events</c>.</summary>
internal sealed class ScenarioEvents(IReadOnlySet<string> clusters, Duration tick, string folder, List<Problem> problems)
{
    private static readonly Dictionary<string, HoldState> HoldStates = new() { ["up"] = HoldState.Up, ["down"] = HoldState.Down, ["asis"] = HoldState.AsIs };

    private static readonly Dictionary<string, Operation?> Operations = new()
    {
        ["list"] = Operation.List, ["get"] = Operation.Get, ["stop"] = Operation.Stop, ["start"] = Operation.Start, ["workers"] = Operation.AddWorkers, ["*"] = null,
    };

    private static readonly string[] Kinds =
    [
        "start", "stop", "hold", "release", "activity", "set", "spotLoss", "fault", "emptyList", "skipTicks", "jitter", "clock", "crash",
        "policies", "loseState",
    ];

    /// <summary>In the order of their instants, those of one instant in file order.</summary>
    public static List<ScenarioEvent> Read(
        ObjectReader file, IReadOnlySet<string> clusters, Duration tick, string folder, List<Problem> problems)
    {
        var events = new ScenarioEvents(clusters, tick, folder, problems);
        var read = new List<ScenarioEvent>();
        foreach (var node in file.Array("events")?.Items ?? [])
        {
            var reader = new ObjectReader(node, problems);
            if (node.Kind == JsonValueKind.Object && node["at"] is null)
                reader.Complain(node, "an event needs 'at', when it happens");
            // Which members an event may have is known only where it is known what happens.
            if (events.Event(reader, ScenarioText.Instant(reader, "at") ?? default) is not { } happening)
                continue;
            read.Add(happening);
            reader.NothingElse();
        }
        return [.. read.OrderBy(e => e.At)];
    }

    private ScenarioEvent? Event(ObjectReader reader, Instant at)
    {
        switch (reader.String("do"))
        {
            case "start":
                return new ScenarioEvent.ByHand(at, Cluster(reader), ClusterAction.Start);
            case "stop":
                return new ScenarioEvent.ByHand(at, Cluster(reader), ClusterAction.Stop);
            case "hold":
                return new ScenarioEvent.SetHold(at, Cluster(reader), Needed(reader, "state", reader.Choice("state", HoldStates)) ?? default, Until(reader));
            case "release":
                return new ScenarioEvent.Release(at, Cluster(reader));
            case "activity":
                return new ScenarioEvent.Change(at, Cluster(reader), new() { Activity = Needed(reader, "activity", reader.Choice("activity", ScenarioClusters.Activities)) });
            case "set":
                return new ScenarioEvent.Change(at, Cluster(reader), new()
                {
                    State = reader.String("state"),
                    ActivationState = reader.String("activationState"),
                    BackupPipelineInProgress = reader.Boolean("backupPipelineInProgress"),
                    UpgradeInProgress = reader.Boolean("upgradeInProgress"),
                    Tags = reader.Node["tags"] is null ? null : ScenarioClusters.Tags(reader),
                    Workers = reader.Node["workers"] is null ? null : ScenarioClusters.Workers(reader, problems),
                });
            case "spotLoss":
                return new ScenarioEvent.SpotLoss(at, Cluster(reader), Needed(reader, "count", reader.Integer("count", 1, 100_000)) ?? 1);
            case "fault":
                return new ScenarioEvent.GoWrong(at, [Fault(reader)]);
            case "emptyList":
                return new ScenarioEvent.GoWrong(at, [new(FaultKind.EmptyList) { Operation = Operation.List, Until = Needed(reader, "until", ScenarioText.Instant(reader, "until"))?.ToDateTimeOffset() }]);
            case "skipTicks":
                return new ScenarioEvent.SkipTicks(at, Needed(reader, "until", ScenarioText.Instant(reader, "until")) ?? default);
            case "jitter":
                return new ScenarioEvent.Jitter(
                    at, LessThanATick(reader, Needed(reader, "upTo", ScenarioText.Duration(reader, "upTo", "3s"))));
            case "clock":
                return new ScenarioEvent.Clock(at, Needed(reader, "by", ScenarioText.Offset(reader, "by", "15d")) ?? default);
            case "crash":
                return new ScenarioEvent.Crash(at);
            case "policies":
                return ScenarioPolicies.Parse(reader, folder) is { } parse ? new ScenarioEvent.NewPolicies(at, parse) : null;
            case "loseState":
                return new ScenarioEvent.LoseState(at);
            case var other:
                if (reader.Node["do"] is not { } node)
                    reader.Complain(reader.Node, $"an event needs 'do', one of {string.Join(", ", Kinds)}");
                else if (other is not null)
                    reader.Complain(node, $"'{other}' is not something that happens, which are {string.Join(", ", Kinds)}{Suggestion.For(other, Kinds)}");
                return null;
        }
    }

    private string Cluster(ObjectReader reader)
    {
        var id = reader.String("cluster");
        if (id is null && reader.Node["cluster"] is null)
            reader.Complain(reader.Node, "the event needs 'cluster', the id of the cluster that it is about");
        else if (id is not null && !clusters.Contains(id))
            reader.Complain(reader.Node["cluster"]!, $"there is no cluster '{id}'{Suggestion.For(id, clusters)}");
        return id ?? "";
    }

    private static T? Needed<T>(ObjectReader reader, string member, T? value)
        where T : struct
    {
        if (reader.Node[member] is null)
            reader.Complain(reader.Node, $"the event needs '{member}'");
        return value;
    }

    private Duration LessThanATick(ObjectReader reader, Duration? upTo)
    {
        if (upTo >= tick)
        {
            var node = reader.Node["upTo"]!;
            reader.Complain(node, $"'{node.Text}' is not less than a tick, and so would be late for the next one");
        }
        return upTo ?? default;
    }

    private static HoldEnd Until(ObjectReader reader)
    {
        const string Forms = "a duration such as '2h', an instant, nextStart or nextStop";
        if (reader.Any("until") is not { } node)
        {
            reader.Complain(reader.Node, $"a hold needs 'until': {Forms}");
            return new HoldEnd.After(default);
        }
        return reader.Read<HoldEnd>(node, Forms, text => HoldEnd.Parse(text) is { } end ? (end, null) : (null, $"'{text}' is not {Forms}")) ?? new HoldEnd.After(default);
    }

    private Fault Fault(ObjectReader reader)
    {
        var node = reader.Any("operation");
        if (node is null)
            reader.Complain(reader.Node, $"a fault needs 'operation', one of {string.Join(", ", Operations.Keys)}");
        else
            reader.Choice(node, Operations.ToDictionary(o => o.Key, _ => 0));
        var cluster = reader.Node["cluster"] is null ? null : Cluster(reader);
        var code = Needed(reader, "code", reader.Integer("code", 400, 599)) ?? 500;
        var kind = code is 401 or 403 or 408 or 429 or >= 500 ? FaultKind.Gateway : FaultKind.Envelope;
        return new(kind)
        {
            Operation = node is null ? null : Operations.GetValueOrDefault(node.Text),
            Cluster = cluster,
            Status = code,
            Code = code,
            Times = reader.Integer("times", 1, 1_000_000) ?? 1,
            RetryAfter = ScenarioText.Duration(reader, "retryAfter", "30s")?.ToTimeSpan(),
            AfterEffect = reader.Boolean("afterEffect") ?? false,
        };
    }
}

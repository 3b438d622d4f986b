using System.Text.Json;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads <c>events</c>.</summary>
internal sealed class ScenarioEvents(IReadOnlySet<string> clusters, Duration tick, ScenarioPolicies policies, List<Problem> problems)
{
    private static readonly Dictionary<string, HoldState> HoldStates = new()
    {
        ["up"] = HoldState.Up, ["down"] = HoldState.Down, ["asis"] = HoldState.AsIs,
    };

    private static readonly Dictionary<string, Operation?> Operations = new()
    {
        ["list"] = Operation.List, ["get"] = Operation.Get, ["stop"] = Operation.Stop, ["start"] = Operation.Start,
        ["workers"] = Operation.AddWorkers, ["backup"] = Operation.CreateBackup, ["*"] = null,
    };

    private static readonly Dictionary<string, Func<ScenarioEvents, ObjectReader, Instant, ScenarioEvent?>> Kinds = new()
    {
        ["start"] = (events, reader, at) => new ScenarioEvent.Manual(at, events.Cluster(reader), ClusterAction.Start),
        ["stop"] = (events, reader, at) => new ScenarioEvent.Manual(at, events.Cluster(reader), ClusterAction.Stop),
        ["create"] = (events, reader, at) => new ScenarioEvent.Create(at, events.Cluster(reader)),
        ["delete"] = (events, reader, at) => new ScenarioEvent.Delete(at, events.Cluster(reader)),
        ["hold"] = (events, reader, at) => new ScenarioEvent.SetHold(
            at, events.Cluster(reader), Needed(reader, "state", reader.Choice("state", HoldStates)) ?? default, Until(reader)),
        ["release"] = (events, reader, at) => new ScenarioEvent.Release(at, events.Cluster(reader)),
        ["freeze"] = (_, reader, at) => new ScenarioEvent.SetFreeze(at, new(
            reader.String("rule"), reader.Any("until") is { } until ? FreezeWords.End(reader, until) : null, reader.String("reason"))),
        ["unfreeze"] = (_, reader, at) => new ScenarioEvent.Unfreeze(at, reader.String("rule")),
        ["activity"] = (events, reader, at) => events.Activity(reader, at),
        ["set"] = (events, reader, at) => events.Set(reader, at),
        ["spotLoss"] = (events, reader, at) => new ScenarioEvent.SpotLoss(
            at, events.Cluster(reader), Needed(reader, "count", reader.Integer("count", 1, 100_000)) ?? 1),
        ["failBackup"] = (events, reader, at) => new ScenarioEvent.FailBackup(at, events.Cluster(reader)),
        ["fault"] = (events, reader, at) => new ScenarioEvent.InjectFault(at, events.Fault(reader)),
        ["emptyList"] = (_, reader, at) => new ScenarioEvent.InjectFault(
            at, new(FaultKind.EmptyList) { Operation = Operation.List, Until = NeededInstant(reader, "until")?.ToDateTimeOffset() }),
        ["skipTicks"] = (_, reader, at) => new ScenarioEvent.SkipTicks(at, NeededInstant(reader, "until") ?? default),
        ["jitter"] = (events, reader, at) => new ScenarioEvent.Jitter(
            at, events.LessThanATick(reader, Needed(reader, "upTo", ScenarioText.Duration(reader, "upTo", "3s")))),
        ["clock"] = (_, reader, at) => new ScenarioEvent.Clock(
            at, Needed(reader, "by", ScenarioText.Offset(reader, "by", "15d")) ?? default),
        ["crash"] = (_, _, at) => new ScenarioEvent.Crash(at),
        ["policies"] = (events, reader, at) => events.Policies(reader, at),
        ["loseState"] = (_, _, at) => new ScenarioEvent.LoseState(at),
    };

    /// <summary>Reads the events, ordered by instant and then by their place in the file.</summary>
    public static List<ScenarioEvent> Read(
        ObjectReader file, IReadOnlySet<string> clusters, Duration tick, ScenarioPolicies policies, List<Problem> problems)
    {
        var events = new ScenarioEvents(clusters, tick, policies, problems);
        var read = new List<ScenarioEvent>();
        foreach (var node in file.Array("events")?.Items ?? [])
        {
            var reader = new ObjectReader(node, problems);
            if (node.Kind == JsonValueKind.Object && node["at"] is null)
                reader.AddError(node, "an event needs 'at', when it happens");
            // An event's fields are known only if its kind is.
            if (events.Event(reader, ScenarioText.Instant(reader, "at") ?? default) is not { } happening)
                continue;
            read.Add(happening);
            reader.RejectUnknownMembers();
        }
        return [.. read.OrderBy(e => e.At)];
    }

    private ScenarioEvent? Event(ObjectReader reader, Instant at)
    {
        var kind = reader.String("do");
        if (kind is not null && Kinds.TryGetValue(kind, out var read))
            return read(this, reader, at);
        var all = string.Join(", ", Kinds.Keys);
        if (reader.Node["do"] is not { } node)
            reader.AddError(reader.Node, $"an event needs 'do', one of {all}");
        else if (kind is not null)
            reader.AddError(node, $"'{kind}' is not something that happens, which are {all}{Suggestion.For(kind, Kinds.Keys)}");
        return null;
    }

    private ScenarioEvent.Change Activity(ObjectReader reader, Instant at)
    {
        var id = Cluster(reader);
        var activity = Needed(reader, "activity", reader.Choice("activity", ScenarioClusters.Activities)) ?? default;
        return new(at, id, cluster => cluster with { Activity = activity }, EndsTransition: false);
    }

    private ScenarioEvent.Change Set(ObjectReader reader, Instant at)
    {
        var (id, state, activation) = (Cluster(reader), reader.String("state"), reader.String("activationState"));
        var (backup, upgrade) = (reader.Boolean("backupPipelineInProgress"), reader.Boolean("upgradeInProgress"));
        var tags = reader.Node["tags"] is null ? null : ScenarioClusters.Tags(reader);
        var workers = reader.Node["workers"] is null ? null : ScenarioClusters.Workers(reader, problems);
        return new(at, id, Apply, EndsTransition: state is not null);

        EmulatedCluster Apply(EmulatedCluster cluster) => cluster with
        {
            State = state ?? cluster.State,
            ActivationState = activation ?? ActivationOf(cluster),
            BackupPipelineInProgress = backup ?? cluster.BackupPipelineInProgress,
            UpgradeInProgress = upgrade switch
            {
                null => cluster.UpgradeInProgress,
                false => null,
                true => new(cluster.Version, Catalog.DefaultVersion),
            },
            Tags = tags ?? cluster.Tags,
            Workers = workers ?? cluster.Workers,
        };

        // An activation state that follows the old state also follows the new one.
        string ActivationOf(EmulatedCluster cluster) =>
            state is not null && cluster.ActivationState == ClusterStates.ActivationOf(cluster.State)
                ? ClusterStates.ActivationOf(state)
                : cluster.ActivationState;
    }

    private ScenarioEvent.NewPolicies? Policies(ObjectReader reader, Instant at) =>
        policies.Parse(reader) is { } parse ? new(at, parse) : null;

    private string Cluster(ObjectReader reader)
    {
        var id = reader.String("cluster");
        if (id is null && reader.Node["cluster"] is null)
            reader.AddError(reader.Node, "the event needs 'cluster', the id of the cluster that it is about");
        else if (id is not null && !clusters.Contains(id))
            reader.AddError(reader.Node["cluster"]!, $"there is no cluster '{id}'{Suggestion.For(id, clusters)}");
        return id ?? "";
    }

    private static T? Needed<T>(ObjectReader reader, string member, T? value)
        where T : struct
    {
        if (reader.Node[member] is null)
            reader.AddError(reader.Node, $"the event needs '{member}'");
        return value;
    }

    private static Instant? NeededInstant(ObjectReader reader, string member) =>
        Needed(reader, member, ScenarioText.Instant(reader, member));

    private Duration LessThanATick(ObjectReader reader, Duration? upTo)
    {
        if (upTo >= tick)
        {
            var node = reader.Node["upTo"]!;
            reader.AddError(node, $"'{node.Text}' is not less than a tick, and so would be late for the next one");
        }
        return upTo ?? default;
    }

    private static HoldEnd Until(ObjectReader reader)
    {
        const string Forms = "a duration such as '2h', an instant, nextStart, nextStop or released";
        if (reader.Any("until") is not { } node)
        {
            reader.AddError(reader.Node, $"a hold needs 'until': {Forms}");
            return new HoldEnd.After(default);
        }
        var until = reader.Read<HoldEnd>(
            node, Forms, text => HoldEnd.Parse(text) is { } end ? (end, null) : (null, $"'{text}' is not {Forms}"));
        return until ?? new HoldEnd.After(default);
    }

    private Fault Fault(ObjectReader reader)
    {
        var node = reader.Any("operation");
        if (node is null)
            reader.AddError(reader.Node, $"a fault needs 'operation', one of {string.Join(", ", Operations.Keys)}");
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
            Until = ScenarioText.Instant(reader, "until")?.ToDateTimeOffset(),
            RetryAfter = ScenarioText.Duration(reader, "retryAfter", "30s")?.ToTimeSpan(),
            AfterEffect = reader.Boolean("afterEffect") ?? false,
        };
    }
}

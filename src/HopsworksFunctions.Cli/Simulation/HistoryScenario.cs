using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>
/// A scenario of a history: manual actions, activity, failures and policies. It leaves out the app's own actions, because the simulation
/// repeats them.
/// </summary>
internal sealed class HistoryScenario
{
    /// <summary>The JSON options for policy files.</summary>
    public static readonly JsonDocumentOptions WithComments =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly FleetHistory history;
    private readonly Duration tick;
    private readonly Duration startTakes;
    private readonly Duration stopTakes;
    private readonly List<(Instant At, JsonObject Event)> events = [];

    private HistoryScenario(FleetHistory history)
    {
        this.history = history;
        tick = Duration.FromSeconds(history.TickSeconds);
        startTakes = history.StartSeconds is { } start ? Duration.FromSeconds(start) : FleetScenario.StartTakes;
        stopTakes = history.StopSeconds is { } stop ? Duration.FromSeconds(stop) : FleetScenario.StopTakes;
    }

    /// <param name="policies">The policies, or the path of their file, to use instead of those in force; null for those in force.</param>
    /// <exception cref="CliException">The policies in force are unknown.</exception>
    public static JsonObject Of(FleetHistory history, JsonNode? policies) => new HistoryScenario(history).Write(policies);

    private JsonObject Write(JsonNode? policies)
    {
        var clusters = new JsonArray([.. history.Clusters.Select(Cluster)]);
        var first = policies ?? Policies();
        foreach (var gap in history.Gaps)
            Add(Tick(gap.From), "skipTicks", ("until", Text(Tick(gap.To))));
        return new()
        {
            ["policies"] = first,
            ["start"] = Text(Tick(history.From)),
            ["end"] = Text(Tick(history.To)),
            ["tick"] = DurationText.Write(tick),
            ["timings"] = new JsonObject { ["start"] = DurationText.Write(startTakes), ["stop"] = DurationText.Write(stopTakes) },
            ["clusters"] = clusters,
            ["events"] = new JsonArray([.. events.OrderBy(some => some.At).Select(some => some.Event)]),
        };
    }

    /// <summary>Returns the first policies, and adds the later ones as events.</summary>
    private JsonNode Policies()
    {
        if (history.Policies is [])
            throw new CliException("The app does not know which policies were in force. Name a file with --policies FILE.");
        foreach (var next in history.Policies.Skip(1))
            Add(Tick(next.At), "policies", ("policies", Parse(next)));
        return Parse(history.Policies[0]);
    }

    private static JsonNode Parse(HistoryPolicies policies) =>
        policies.Text is { } text && JsonNode.Parse(text, documentOptions: WithComments) is { } node ? node
            : throw new CliException(
                $"The app did not keep the text of the policies {policies.Version}, in force from {Text(policies.At)} on. "
                + "Name a file with --policies FILE.");

    private JsonNode Cluster(ObservedCluster cluster)
    {
        var facts = cluster.Facts[0].Facts;
        var node = FleetScenario.Node(
            facts.ToCluster(cluster.Id), StateAtStart(cluster) == KnownPower.Down ? "stopped" : "running");
        node["activity"] = "unreachable";
        if (facts.Nodes.Autoscaled is { } autoscaled)
            node["autoscale"] = new JsonObject { ["instanceType"] = autoscaled.InstanceType, ["minWorkers"] = autoscaled.MinWorkers };
        AddLife(cluster);
        AddFacts(cluster);
        AddPower(cluster);
        AddActivity(cluster);
        AddHolds(cluster);
        AddFailures(cluster);
        return node;
    }

    /// <summary>Returns the state at the start, from the last change before it or the first one after it; unknown without either.</summary>
    private KnownPower StateAtStart(ObservedCluster cluster) =>
        (cluster.Power.LastOrDefault(step => step.At <= history.From && step.State != KnownPower.Unknown)
            ?? cluster.Power.FirstOrDefault(step => step.State != KnownPower.Unknown))?.State ?? KnownPower.Unknown;

    /// <summary>
    /// Adds the creation and deletion of a cluster. A cluster without an earlier known state was created when it was first seen.
    /// </summary>
    private void AddLife(ObservedCluster cluster)
    {
        if (cluster.Power is [{ Cause: Cause.Unknown } first, ..] && first.At >= history.From + tick)
            Add(Tick(first.At), "create", ("cluster", cluster.Id));
        foreach (var gone in cluster.Power.Where(step => step.State == KnownPower.Gone && step.At > history.From))
            Add(Tick(gone.At), "delete", ("cluster", cluster.Id));
    }

    private void AddFacts(ObservedCluster cluster)
    {
        foreach (var (before, after) in cluster.Facts.Zip(cluster.Facts.Skip(1)))
        {
            var fields = new List<(string, JsonNode?)>();
            if (!before.Facts.Tags.OrderBy(tag => tag.Key).SequenceEqual(after.Facts.Tags.OrderBy(tag => tag.Key)))
                fields.Add(("tags", FleetScenario.Of(after.Facts.Tags)));
            // Manual changes do not include the worker nodes that a stop deletes and a start restores.
            if (after.Facts.Workers is { } workers && before.Facts.Workers is { } earlier && !workers.SequenceEqual(earlier)
                && cluster.Power.LastOrDefault(step => step.At <= after.At) is { State: KnownPower.Up } up && up.At < after.At)
                fields.Add(("workers", FleetScenario.Of(workers)));
            if (fields.Count > 0)
                Add(Tick(after.At), "set", [("cluster", cluster.Id), .. fields]);
        }
    }

    /// <summary>Adds the starts and stops that neither policies nor holds caused, earlier by the time that they take.</summary>
    private void AddPower(ObservedCluster cluster)
    {
        for (var i = 0; i < cluster.Power.Count; i++)
        {
            var step = cluster.Power[i];
            if (step.At <= history.From || step.Cause is null or Cause.Policy || step.ForHold)
                continue;
            var before = cluster.Power.Take(i).LastOrDefault(earlier => earlier.State != KnownPower.Unknown)?.State
                ?? StateAtStart(cluster);
            if (step.State == before || step.State is not (KnownPower.Up or KnownPower.Down))
                continue;
            var (word, takes) = step.State == KnownPower.Up ? ("start", startTakes) : ("stop", stopTakes);
            Add(Tick(step.At) - takes, word, ("cluster", cluster.Id));
        }
    }

    private void AddActivity(ObservedCluster cluster)
    {
        foreach (var change in cluster.ActivityFrom(history.From))
        {
            var word = change.Activity switch { Activity.Busy => "busy", Activity.Quiet => "idle", Activity.Unknown => "unreachable" };
            Add(Tick(change.At), "activity", ("cluster", cluster.Id), ("activity", word));
        }
    }

    private void AddHolds(ObservedCluster cluster)
    {
        foreach (var hold in cluster.Holds)
        {
            if (hold is { State: { } state, Until: { } until })
                Add(hold.At, "hold", ("cluster", cluster.Id), ("state", CamelCase.Of(state).ToLowerInvariant()), ("until", Text(until)));
            else
                Add(hold.At, "release", ("cluster", cluster.Id));
        }
    }

    /// <summary>Adds failures. After a call failed, all such calls fail until the next run.</summary>
    private void AddFailures(ObservedCluster cluster)
    {
        foreach (var failure in cluster.Failures)
        {
            var at = Tick(failure.At);
            if (failure.Why == CallFailure.Undone)
            {
                // The undoing comes as soon as the action has completed.
                var isStart = failure.Action == ClusterAction.Start;
                Add(at + (isStart ? startTakes : stopTakes), isStart ? "stop" : "start", ("cluster", cluster.Id));
                continue;
            }
            var operation = failure.Action == ClusterAction.AddWorkers ? "workers" : CamelCase.Of(failure.Action);
            Add(
                at, "fault", ("cluster", cluster.Id), ("operation", operation), ("code", failure.Why == CallFailure.Refused ? 400 : 504),
                ("times", 1000), ("until", Text(at + tick)), ("afterEffect", failure.Why == CallFailure.AnswerLost));
        }
    }

    private void Add(Instant at, string what, params (string Name, JsonNode? Value)[] fields)
    {
        if (at >= history.To)
            return;
        var later = Instant.Max(at, Tick(history.From));
        var node = new JsonObject { ["at"] = Text(later), ["do"] = what };
        foreach (var (name, value) in fields)
            node[name] = value;
        events.Add((later, node));
    }

    /// <summary>Returns the start of the run that saw the instant. An event at that time comes before the run.</summary>
    private Instant Tick(Instant at) =>
        Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / history.TickSeconds * history.TickSeconds);

    private static string Text(Instant at) => FleetScenario.Text(at);
}

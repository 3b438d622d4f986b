using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>
/// The parts of a decision's sentence. Times are methods, because their order matters: the first one that is written names the zone.
/// </summary>
internal sealed class DecisionFacts(Decision decision, Cluster cluster, Instant now, SentenceTimes times)
{
    public Decision Decision => decision;

    public Cluster Cluster => cluster;

    public Instant Now => now;

    public SentenceTimes Times => times;

    public ClusterRecord Record => decision.Record;

    public string Rule => $"rule '{decision.Rule?.Name}'";

    public string Schedule => $"schedule '{decision.Rule?.Schedule?.Name}'";

    public string PowerStatus => Actionability.PowerOf(cluster) == PowerState.Down ? "Stopped" : "Running";

    /// <summary>The worker nodes to restore.</summary>
    public string MissingWorkers => WorkerSet.Text(WorkerSet.Missing(Record.Workers ?? [], cluster.Workers));

    /// <summary>Whether the window counts but has not started, because starts are sent ahead.</summary>
    public bool IsAhead => decision.Since > now;

    public string Since() => times.At(decision.Since);

    public string Until() => decision.Until >= Hold.Never ? "released" : times.At(decision.Until);

    /// <summary>Returns the clause for a time inside the schedule: since when, and the members of a union that keep it running.</summary>
    public string Inside()
    {
        var since = decision.Since is null ? "" : $" since {Since()}";
        var members = decision.Rule!.Schedule!.MembersUp(now)
            .Select(member => member.Until is { } until ? $"{member.Name} until {times.At(until)}" : member.Name).ToList();
        return $"inside {Schedule}{since}{(members.Count == 0 ? "" : $", with {string.Join(" and ", members)}")}";
    }

    /// <summary>Returns the next start or stop.</summary>
    public string? Next() => decision.Next is { } next ? $"Next {(next.Up ? "start" : "stop")} {times.At(next.At)}" : null;

    /// <summary>Returns the next stop, which ends the window.</summary>
    public string? NextStop() => decision.Until is null ? null : $"Next stop {Until()}";

    /// <summary>Returns the next start of a cluster that stops now.</summary>
    public string? NextStart() =>
        decision.Rule is { Start: true } rule && LedSchedule.Of(rule, Record)?.NextStart(now) is { } at
            ? $"Next start {times.At(at)}" : null;
}

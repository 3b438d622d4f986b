using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Scenarios.Oracle;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Plays a scenario and checks at every call, at every tick and at the end what must hold whatever happens.</summary>
internal sealed class Invariants : ISimulationOutput, IAuditLog
{
    private readonly Instant end;
    private readonly InForce inForce;
    private readonly Testimony testimony;
    private readonly CallRules calls;
    private readonly FleetRules fleet;
    private readonly List<AuditEntry> audit = [];
    private bool isPlayed;

    private Invariants(JsonObject json, Scenario scenario)
    {
        end = scenario.End;
        inForce = new(scenario);
        testimony = new(json);
        (calls, fleet) = (new(scenario, inForce), new(scenario, inForce, testimony.Story));
    }

    /// <summary>Gives the number of calls that were made, what else there was to judge, and which rules the oracle found broken.</summary>
    /// <exception cref="BrokenException">Something else does not hold.</exception>
    public static async Task<(int Calls, Figures Figures, IReadOnlyDictionary<string, string> Broken)> HoldInAsync(JsonObject json)
    {
        var scenario = RandomScenarios.Read(json);
        var watched = new Invariants(json, scenario);
        await Simulator.RunAsync(scenario, watched, TestContext.Current.CancellationToken, watched, watched.testimony.Finished);
        watched.CheckEnd();
        return (watched.calls.Count, watched.testimony.Figures, watched.testimony.Broken);
    }

    public bool NeedsEveryTick => true;

    public void Write(SimulatedCall call)
    {
        calls.Check(call);
        fleet.Note(call);
        testimony.Note(call);
    }

    public void Write(SimulatedRead read)
    {
        Play();
        fleet.Note(read);
        testimony.Note(read);
    }

    public void Seen(Instant at, EmulatedControlPlane controlPlane)
    {
        Play();
        testimony.Ended(at);
        fleet.Check(at, controlPlane.List());
        isPlayed = false;
    }

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Play();
        audit.Add(entry);
        testimony.Note(entry);
        return Task.CompletedTask;
    }

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        Play();
        var found = new List<AuditEntry>();
        for (var i = audit.Count - 1; i >= 0 && !(audit[i].At < query.From); i--)
        {
            if (query.Asks("", audit[i]))
                found.Add(audit[i]);
        }
        return Task.FromResult(new AuditPage(found, null, []));
    }

    public void Write(Instant at, Notice notice)
    {
        // Of a run that crashed nothing is heard; the audit has them all.
    }

    public void Refused(Instant at, string message) => testimony.Refused(at, message);

    /// <summary>Takes note of what has happened since the last tick, once this one's run does something or is over.</summary>
    private void Play()
    {
        if (isPlayed)
            return;
        isPlayed = true;
        var happened = inForce.Advance();
        testimony.Happened(happened.Count);
        foreach (var happening in happened)
        {
            calls.Note(happening);
            fleet.Note(happening);
            if (happening is ScenarioEvent.LoseState)
                audit.Clear();
        }
    }

    /// <summary>Without the last call where a run that could tell what became of it may lie beyond the end.</summary>
    private IEnumerable<AuditEntry> Settled(IEnumerable<AuditEntry> ofCluster)
    {
        var entries = ofCluster.ToList();
        var last = entries.FindLastIndex(entry => entry.Step == AuditStep.Intent);
        return last >= 0 && entries[last].At > end - Duration.FromHours(1) ? entries.Take(last) : entries;
    }

    private void CheckEnd()
    {
        // What was sent to a cluster that is stuck in between stays unknown.
        var gaps = AuditedCalls.Gaps(
            audit.Where(entry => entry.ClusterId is { } id && !fleet.IsStuck(id)).GroupBy(entry => entry.ClusterId).SelectMany(Settled));
        BrokenException.If(gaps.Count > 0, string.Join('\n', gaps));
        var isBlind = testimony.Story.IsOpen("key") || testimony.Story.IsOpen("outage");
        BrokenException.If(fleet.IsCalm && isBlind, "an incident of key or outage is open days after the last fault");
    }
}

/// <summary>Something that must hold does not.</summary>
internal sealed class BrokenException(string what) : Exception(what)
{
    public static void If(bool isBroken, string what)
    {
        if (isBroken)
            throw new BrokenException(what);
    }
}

using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Scenarios.Oracle;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>The invariants of a played scenario, checked at every call, at every tick and at the end.</summary>
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

    /// <summary>Returns the number of calls, the oracle's figures, and the rules that the oracle found broken.</summary>
    /// <exception cref="BrokenException">An invariant other than the oracle's rules does not hold.</exception>
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
        // Notices of a crashed run never arrive here, but the audit log has them all.
    }

    public void Refused(Instant at, string message) => testimony.Refused(at, message);

    /// <summary>Processes the events since the last tick, once for each tick: when its run first does something, or when it ends.</summary>
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

    /// <summary>Drops the entries from a call in the last hour on, because its outcome may be audited after the end.</summary>
    private IEnumerable<AuditEntry> Settled(IEnumerable<AuditEntry> ofCluster)
    {
        var entries = ofCluster.ToList();
        var last = entries.FindLastIndex(entry => entry.Step == AuditStep.Intent);
        return last >= 0 && entries[last].At > end - Duration.FromHours(1) ? entries.Take(last) : entries;
    }

    private void CheckEnd()
    {
        // The app never learns the outcome of a call to a cluster that is stuck in a transition.
        var gaps = AuditedCalls.Gaps(
            audit.Where(entry => entry.ClusterId is { } id && !fleet.IsStuck(id)).GroupBy(entry => entry.ClusterId).SelectMany(Settled));
        BrokenException.If(gaps.Count > 0, string.Join('\n', gaps));
        var isBlind = testimony.Story.IsOpen("key") || testimony.Story.IsOpen("outage");
        BrokenException.If(fleet.IsCalm && isBlind, "an incident of key or outage is open days after the last fault");
    }
}

/// <summary>A broken invariant or rule.</summary>
internal sealed class BrokenException(string what) : Exception(what)
{
    public static void If(bool isBroken, string what)
    {
        if (isBroken)
            throw new BrokenException(what);
    }
}

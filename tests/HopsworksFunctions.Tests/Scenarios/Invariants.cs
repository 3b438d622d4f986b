using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Testing;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Plays a scenario and checks at every call, at every tick and at the end what must hold whatever happens.</summary>
internal sealed class Invariants : ISimulationOutput, IAuditLog
{
    private readonly InForce inForce;
    private readonly OpenIncidents incidents = new();
    private readonly CallRules calls;
    private readonly FleetRules fleet;
    private readonly List<AuditEntry> audit = [];

    private Invariants(Scenario scenario)
    {
        inForce = new(scenario);
        (calls, fleet) = (new(scenario, inForce), new(scenario, inForce, incidents));
        Happened(inForce.Advance());
    }

    /// <summary>Gives the number of calls that were made.</summary>
    /// <exception cref="BrokenException">Something does not hold.</exception>
    public static async Task<int> HoldInAsync(Scenario scenario)
    {
        var watched = new Invariants(scenario);
        await Simulator.RunAsync(scenario, watched, TestContext.Current.CancellationToken, watched);
        watched.CheckEnd();
        return watched.calls.Count;
    }

    public void Write(SimulatedCall call)
    {
        calls.Check(call);
        fleet.Note(call);
    }

    public void Seen(Instant at, EmulatedControlPlane controlPlane)
    {
        fleet.Check(at, controlPlane.List());
        Happened(inForce.Advance());
    }

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        audit.Add(entry);
        incidents.Note(entry);
        return Task.CompletedTask;
    }

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
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

    public void Refused(Instant at, string message)
    {
    }

    private void Happened(IReadOnlyList<ScenarioEvent> events)
    {
        foreach (var happening in events)
        {
            calls.Note(happening);
            fleet.Note(happening);
            if (happening is not ScenarioEvent.LoseState)
                continue;
            audit.Clear();
            incidents.Clear();
        }
    }

    private void CheckEnd()
    {
        // What was sent to a cluster that is stuck in between stays unknown.
        var gaps = AuditedCalls.Gaps(audit.Where(entry => entry.ClusterId is { } id && !fleet.IsStuck(id)));
        BrokenException.If(gaps.Count > 0, string.Join('\n', gaps));
        BrokenException.If(fleet.IsCalm && (incidents.Of("key") || incidents.Of("outage")), "an incident of key or outage is open days after the last fault");
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

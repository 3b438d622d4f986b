using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// What the steps of one run share: what was asked, what is known, and where it is told. Everything in it is of one instant.
/// </summary>
internal sealed class RunContext
{
    private static readonly Duration UsualInterval = Duration.FromMinutes(5);

    private readonly PolicyReading policies;

    public RunContext(RunRequest request, Instant now, AccountState state, PolicyReading policies, IAuditLog log, TimeProvider time)
    {
        (Request, Now, State, this.policies) = (request, now, state, policies);
        Audit = new(log, request, policies.Policies?.Version, time);
        PowerChanges = new(Audit, state);
        Outbox = new(state, request.Id, now, policies.Policies);
    }

    public RunRequest Request { get; }

    /// <summary>When the run began. Calls are dated by the clock instead: a run can take minutes.</summary>
    public Instant Now { get; }

    /// <summary>When the next run begins.</summary>
    public Instant Next => Request.NextRun ?? Now + UsualInterval;

    public AccountState State { get; }

    public bool HasPolicies => policies.Policies is not null;

    /// <exception cref="InvalidOperationException">There are none, as <see cref="HasPolicies"/> says.</exception>
    public PolicySet Policies => policies.Policies ?? throw new InvalidOperationException("There are no policies in force.");

    /// <summary>What is wrong with the newest version of the policies; null when nothing is.</summary>
    public string? PolicyError => policies.Error;

    public AuditTrail Audit { get; }

    public PowerChangeAuditor PowerChanges { get; }

    public Outbox Outbox { get; }

    /// <summary>Takes the open incidents as they are when it is first asked, which is after the run has recovered.</summary>
    public IncidentTracker Incidents => field ??= new(State, Audit, Outbox);

    /// <summary>In the listing's order.</summary>
    public IReadOnlyList<ClusterReport> Clusters { get; set; } = [];

    /// <summary>The records of clusters that are not listed.</summary>
    public IReadOnlyList<ClusterRecord> Unlisted { get; set; } = [];
}

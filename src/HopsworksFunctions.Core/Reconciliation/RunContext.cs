using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>The request, state, policies and outputs that the steps of one run share, as of one instant.</summary>
internal sealed class RunContext
{
    private static readonly Duration UsualInterval = Duration.FromMinutes(5);

    private readonly PolicyReading policies;

    public RunContext(RunRequest request, Instant now, AccountState state, PolicyReading policies, IAuditLog log, TimeProvider time)
    {
        (Request, Now, State, Freezes, this.policies) = (request, now, state, state.Freezes, policies);
        Audit = new(log, request, policies.Policies?.Version, time);
        PowerChanges = new(Audit, state);
        Outbox = new(state, request.Id, now, policies.Policies);
    }

    /// <summary>Creates the context, and compares the app's clock with the time of the listing.</summary>
    /// <param name="listing">The listing; empty if the run has no reason to list.</param>
    public static RunContext Begin(
        RunRequest request, Instant now, AccountState state, PolicyReading policies, ApiResult<IReadOnlyList<Cluster>> listing,
        IAuditLog log, TimeProvider time)
    {
        if (ClockCheck.Compare(listing.Date, time.GetCurrentInstant()) is not { } clocks)
            return new(request, now, state, policies, log, time) { Listing = listing };
        // Messages about a wrong clock get the earlier time, because no stored time may lie in the future.
        var ahead = Duration.Max(clocks.Ahead, Duration.Zero);
        return new(request, now - ahead, state, policies, log, new SlowerTime(time, ahead)) { ClockProblem = clocks.Problem };
    }

    public RunRequest Request { get; }

    /// <summary>The time when the run began. Calls use the clock instead, because a run can take minutes.</summary>
    public Instant Now { get; }

    /// <summary>The time when the next run begins.</summary>
    public Instant Next => Request.NextRun ?? Now + UsualInterval;

    public AccountState State { get; }

    /// <summary>The freezes of <see cref="AccountState.Freezes"/>, which are read again before each action.</summary>
    public IReadOnlyList<Freeze> Freezes { get; set; }

    public bool HasPolicies => policies.Policies is not null;

    /// <exception cref="InvalidOperationException"><see cref="HasPolicies"/> is false.</exception>
    public PolicySet Policies => policies.Policies ?? throw new InvalidOperationException("There are no policies in force.");

    /// <summary>The error in the newest version of the policies; null if there is none.</summary>
    public string? PolicyError => policies.Error;

    public IReadOnlyList<CalendarProblem> UnreadCalendars => policies.Calendars;

    public AuditTrail Audit { get; }

    public PowerChangeAuditor PowerChanges { get; }

    public Outbox Outbox { get; }

    /// <summary>The answer to this run's listing. A run without policies lists nothing.</summary>
    public ApiResult<IReadOnlyList<Cluster>> Listing { get; init; }

    /// <summary>The reason why the app's clock cannot be trusted, which ends the run; null if it can.</summary>
    public string? ClockProblem { get; init; }

    /// <summary>The sentence about stored times in the future, which this run removed; null if there were none.</summary>
    public string? FutureTimes { get; set; }

    /// <summary>The incidents, as open on the first access, which is after recovery.</summary>
    public IncidentTracker Incidents => field ??= new(State, Audit, Outbox);

    /// <summary>The longest start of each rule with a learned start-ahead time; null if there is none, and before the listing.</summary>
    public IReadOnlyDictionary<string, Duration>? LongestStarts { get; set; }

    /// <summary>
    /// The backups of clusters, by cluster ID, where one of the app's backups may have ended, including those of other creators; null if
    /// none were read.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Backup>>? Backups { get; set; }

    /// <summary>The clusters, in the listing's order.</summary>
    public IReadOnlyList<ClusterReport> Clusters { get; set => field = Outbox.Clusters = value; } = [];

    /// <summary>The records of known clusters that are not listed.</summary>
    public IReadOnlyList<ClusterRecord> Unlisted { get; set; } = [];
}

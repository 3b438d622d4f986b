using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>
/// Audits the missing results of audited intents, taking them from the clusters' records where possible.
/// Reads only entries since the last finished run, which are few unless a run died.
/// </summary>
internal static class IntentRecovery
{
    // Allows for clock differences between machines.
    private static readonly Duration Margin = Duration.FromMinutes(5);

    public static async Task ResolveAsync(IAuditLog audit, AuditTrail trail, AccountState state, CancellationToken cancellationToken)
    {
        var query = new AuditQuery(From: state.LastRun is { } last ? Instant.FromDateTimeOffset(last.StartedAt) - Margin : null, Limit: 500)
        {
            Kinds = [AuditKind.Stop, AuditKind.Start, AuditKind.AddWorkers],
        };
        var answered = new HashSet<(string? Cluster, AuditKind Kind)>();
        do
        {
            var page = await audit.ReadAsync(query, cancellationToken);
            // Entries come newest first, so a result precedes its intent.
            foreach (var entry in page.Entries)
            {
                if (entry.Step is AuditStep.Accepted or AuditStep.Failed or AuditStep.Uncertain)
                    answered.Add((entry.ClusterId, entry.Kind));
                else if (entry.Step == AuditStep.Intent && !answered.Remove((entry.ClusterId, entry.Kind)))
                    await ResolveAsync(entry, trail, state, cancellationToken);
            }
            query = query with { After = page.Next };
        }
        while (query.After is not null);
    }

    private static Task ResolveAsync(AuditEntry intent, AuditTrail trail, AccountState state, CancellationToken cancellationToken) =>
        (state.Records.GetValueOrDefault(intent.ClusterId!), AuditTrail.ActionOf(intent.Kind)) switch
        {
            (null, _) => trail.ResolvedAsync(intent, AuditStep.Uncertain, "is not known: the cluster's record is lost", cancellationToken),
            ({ Pending: { } pending }, var action) when pending.RunId == intent.RunId && pending.Action == action =>
                // An intent without an answer is resolved later, when the cluster shows the result.
                pending.Answer == CallAnswer.Accepted
                    ? trail.ResolvedAsync(intent, AuditStep.Accepted, "is that Hopsworks accepted it, as "
                        + "the cluster's record shows", cancellationToken)
                    : Task.CompletedTask,
            _ => trail.ResolvedAsync(intent, AuditStep.Failed,
                "is that it was not carried out: the run ended before it, or before it could audit the failure", cancellationToken),
        };
}

using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Freezes and unfreezes the account or a rule, and audits each change. A run in progress also respects the change.</summary>
public sealed partial class Freezes(
    IAccountStore store, IPolicySource policies, IAuditLog audit, TimeProvider time, ILogger<Freezes> logger)
{
    // A retried request resolves '8h' to a slightly later time.
    private static readonly Duration Alike = Duration.FromMinutes(1);
    private const int Tries = 3;

    /// <summary>
    /// Sets a freeze, which replaces any other of the same scope. The same freeze with its end within a minute changes nothing. A requester
    /// who may not unfreeze cannot set an earlier end.
    /// </summary>
    /// <exception cref="StateUnavailableException">The freeze may not have been stored.</exception>
    /// <exception cref="StateConflictException">Other requests keep changing the same freeze.</exception>
    public async Task<OperationResult<FreezeChange>> SetAsync(
        FreezeRequest request, Requester requester, bool dryRun, CancellationToken cancellationToken)
    {
        var (zone, refusal) = await ZoneAsync(request.Rule, cancellationToken);
        if (refusal is not null)
            return refusal;
        var (until, refused) = End(request, zone);
        if (refused is not null)
            return refused;
        var freeze = new Freeze(request.Rule, Now, until, requester.Name, request.Reason);
        var entry = Entry(AuditKind.Freeze, requester, request.Rule, freeze.ExplainWhy(new(zone, Now)));
        return await ChangeAsync(freeze, entry, dryRun, requester.MayUnfreeze ? null : zone, cancellationToken);
    }

    /// <summary>Ends a freeze. Changes nothing if there is none. Refused if the requester may not unfreeze.</summary>
    /// <param name="rule">The rule's name, even if the policies no longer contain it; null for the account.</param>
    /// <inheritdoc cref="SetAsync" path="/exception"/>
    public Task<OperationResult<FreezeChange>> EndAsync(
        string? rule, Requester requester, bool dryRun, CancellationToken cancellationToken) =>
        ChangeAsync(
            new(rule, Now, Now, requester.Name, null) { EndedBy = requester.Name },
            Entry(AuditKind.Unfreeze, requester, rule, $"{requester.Name} unfroze {Freeze.WhatOf(rule)}"), dryRun,
            requester.MayUnfreeze ? null : DateTimeZone.Utc, cancellationToken);

    /// <summary>Returns the freezes in force: the account's, then those of rules by name.</summary>
    /// <exception cref="StateUnavailableException">The store cannot be reached or read.</exception>
    public async Task<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.LoadAsync(cancellationToken)).Freezes.Where(freeze => freeze.InForce(Now))];

    /// <summary>
    /// Returns the policies' zone (UTC without valid policies), and the reason the rule cannot be frozen; null if it can.
    /// </summary>
    private async Task<(DateTimeZone Zone, OperationError? Refusal)> ZoneAsync(string? rule, CancellationToken cancellationToken)
    {
        var known = (await policies.ReadAsync(remember: false, cancellationToken)).Policies;
        var zone = known?.Zone ?? DateTimeZone.Utc;
        if (rule is null || known?.Rules.Any(r => r.Name == rule) == true)
            return (zone, null);
        if (known is null)
        {
            const string Advice = "There are no valid policies, so there is no rule to freeze. Freeze the account.";
            return (zone, new(OperationErrorKind.NoPolicies, Advice));
        }
        var names = known.Rules.Select(r => r.Name).ToList();
        var message = $"There is no rule '{rule}' in the policies.{Suggestion.Sentence(rule, names)} Rules: {string.Join(", ", names)}.";
        return (zone, new(OperationErrorKind.UnknownRule, message, "rule"));
    }

    private (Instant Until, OperationError? Refusal) End(FreezeRequest request, DateTimeZone zone)
    {
        var until = request.Until switch
        {
            HoldEnd.At at => at.Instant,
            HoldEnd.After after => Now + after.Duration,
            _ => Hold.Never,
        };
        string? refused = null;
        if (request.Until is null && request.Reason is null)
            refused = "A freeze needs an end or a reason. Say until when, such as 8h, or why it has no end.";
        else if (until <= Now)
            refused = $"The end of the freeze must be in the future; {new SentenceTimes(zone, Now).At(until)} has passed.";
        else if (request.Until is not null && until - Now > Freeze.MaxDuration)
            refused = $"A freeze can last at most {Freeze.MaxDuration.TotalDays:0} days. For one without an end, give only a reason.";
        return (until, refused is null ? null : new(OperationErrorKind.FreezeEnd, refused, "until"));
    }

    /// <param name="freeze">The new freeze; to end the freeze in force, one that has already ended.</param>
    /// <param name="keeps">The zone for the message that refuses an earlier end; null if the requester may unfreeze.</param>
    private async Task<OperationResult<FreezeChange>> ChangeAsync(
        Freeze freeze, AuditEntry entry, bool dryRun, DateTimeZone? keeps, CancellationToken cancellationToken)
    {
        var isEnd = freeze.EndedBy is not null;
        for (var attempt = 1; ; attempt++)
        {
            var state = await store.LoadAsync(cancellationToken);
            var before = state.Freezes.FirstOrDefault(known => known.Rule == freeze.Rule && known.InForce(Now));
            if (isEnd ? before is null : before is not null && AreAlike(before, freeze))
                return new FreezeChange(freeze.Rule, before, false);
            if (keeps is not null && before is not null && before.Until - freeze.Until > Alike)
                return await RefuseAsync(before, entry, keeps, dryRun, cancellationToken);
            var change = new FreezeChange(freeze.Rule, isEnd ? null : freeze, true) { Replaced = before };
            if (dryRun)
                return change;
            if (attempt == 1)
                await audit.AppendAsync(entry, cancellationToken);
            try
            {
                await state.SaveAsync(isEnd ? before! with { Until = freeze.Until, EndedBy = freeze.EndedBy } : freeze, cancellationToken);
                Log.Changed(logger, TextSanitizer.Escape(entry.Message), entry.Trigger);
                return change;
            }
            catch (StateConflictException) when (attempt < Tries)
            {
                // Another request set or ended it; the last change wins.
            }
            catch (Exception e) when (e is StateConflictException or StateUnavailableException)
            {
                await audit.AppendAsync(entry with { Step = AuditStep.Failed, Answer = e.Message }, cancellationToken);
                throw;
            }
        }
    }

    private async Task<OperationError> RefuseAsync(
        Freeze freeze, AuditEntry entry, DateTimeZone zone, bool dryRun, CancellationToken cancellationToken)
    {
        var why = $"{freeze.Explain(new(zone, Now))}. Only an owner may end it earlier.";
        if (!dryRun)
            await audit.AppendAsync(entry with { Message = why, Step = AuditStep.Refused }, cancellationToken);
        return new(OperationErrorKind.Forbidden, why, "until");
    }

    private static bool AreAlike(Freeze a, Freeze b) =>
        a.By == b.By && a.Reason == b.Reason && b.Until - a.Until <= Alike && a.Until - b.Until <= Alike;

    private AuditEntry Entry(AuditKind kind, Requester requester, string? rule, string message) =>
        new(Now, requester.Id, requester.Trigger, kind, message) { By = requester.Name, Rule = rule };

    private Instant Now => time.GetCurrentInstant();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Freeze: {Change} ({Trigger})")]
        public static partial void Changed(ILogger logger, string change, string trigger);
    }
}

/// <summary>A request to freeze the account or a rule.</summary>
/// <param name="Rule">The rule's name; null for the account.</param>
/// <param name="Until">An instant or a duration; null for no end.</param>
/// <param name="Reason">The reason in the requester's words; required if there is no end.</param>
public sealed record FreezeRequest(string? Rule, HoldEnd? Until, string? Reason);

/// <summary>The freeze of a scope, null for none, and whether the request changed it or, in a dry run, would have changed it.</summary>
public sealed record FreezeChange(string? Rule, Freeze? Freeze, bool Changed)
{
    /// <summary>The freeze that the request replaced or ended or, in a dry run, would have; null for none.</summary>
    public Freeze? Replaced { get; init; }
}

using System.Text.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

public sealed class FutureFactsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 20, 0);
    private static readonly Instant Far = Instant.FromUtc(2038, 1, 19, 3, 14);

    private static ClusterRecord At(Instant fact, Instant plan) => new()
    {
        ClusterId = "c", Name = "c", FirstSeen = fact, Unmanaged = fact, Protection = new("p", plan), Power = PowerState.Up,
        PowerSince = fact, StartSent = fact, Unsettled = fact, Gone = fact, ManualHoldFrom = fact, Handled = fact, SpotLoss = fact,
        Spared = new(fact, new(Cloud.Azure, null, false, [], null)), Quiet = new(fact, fact, 3),
        Pending = new(ClusterAction.Stop, Reason.WindowEnd, "r", fact, CallAnswer.Accepted, "x"),
        Planned = new(fact, fact, fact), PlannedUptime = new(fact, fact, fact), Blocked = new(fact, fact, "f"),
        Allowed = new(fact, plan, "anna"), UnforeseenStop = fact,
        Failures = new(fact, 2, plan) { Since = fact }, HeldUntil = Far, Warning = new(Far, Far), PutOff = Far,
    };

    [Fact]
    public void Facts_within_ten_minutes_and_all_plans_are_left_as_they_are()
    {
        var record = At(Now + FutureFacts.Tolerance, Now + Duration.FromHours(1));

        Assert.Same(record, FutureFacts.Forget(record, Now));
    }

    [Fact]
    public void No_fact_or_wait_is_left_in_the_future()
    {
        var names = new List<string>();

        var kept = FutureFacts.Forget(At(Far, Far), Now, names);

        Assert.Equal(20, names.Count);
        // These may stay in the future, because they are reported and end by themselves.
        var facts = kept with
        {
            Warning = null,
            PutOff = null,
            HeldUntil = null,
            Blocked = null,
            Failures = kept.Failures! with { Boundary = null },
        };
        Assert.DoesNotContain("2038", JsonSerializer.Serialize(facts, StateJson.Documents), StringComparison.Ordinal);
        Assert.Equal(
            (Now, Now, Now, Now), (kept.PowerSince, kept.Handled, kept.Pending!.SentAt, kept.Failures!.NotBefore));
        Assert.Equal(Now + Protection.Lasts, kept.Protection!.EndsAt);
    }

    [Fact]
    public void A_stopped_cluster_s_time_becomes_unknown() =>
        Assert.Null(FutureFacts.Forget(At(Far, Far) with { Power = PowerState.Down }, Now).PowerSince);
}

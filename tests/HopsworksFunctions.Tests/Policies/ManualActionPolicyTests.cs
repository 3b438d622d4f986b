using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies;

public sealed class ManualActionPolicyTests
{
    private static readonly Instant Evening = Bench.Evening;
    private static readonly Instant Noon = Evening - Duration.FromHours(8);

    private static Rule Rule(string members = "", string match = "dev-*") => PolicyText.Valid($$"""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } }, 'rules': [ { 'name': 'dev', 'match': { 'name': '{{match}}' }, 'schedule': 'office' {{members}} } ] }
        """).Rules[0];

    private static Cluster In(string state) => state == "stopped" ? Bench.Stopped("dev-1") : Bench.Dev1;

    private static ClusterRecord Seen(Cluster cluster, Rule? rule, Instant now) =>
        ClusterObserver.Observe(null, cluster, rule, null, Limits.BuiltIn.Retry, now);

    private static Decision Decide(
        ClusterAction asked, Cluster cluster, Rule? rule, Instant now, Hold? hold = null, PendingAction? pending = null) =>
        ManualActionPolicy.Decide(asked, cluster, rule, Seen(cluster, rule, now) with { Pending = pending }, hold, null, now);

    [Theory]
    [InlineData(ClusterAction.Start, "stopped", 8,
        "Starting: requested manually. Outside schedule 'office', so it keeps running until Tue 00:00 (UTC)")]
    [InlineData(ClusterAction.Start, "stopped", 0, "Starting: requested manually")]
    [InlineData(ClusterAction.Stop, "running", 8, "Stopping: requested manually. Next start Tue 07:00 (UTC)")]
    [InlineData(ClusterAction.Stop, "running", 0, "Stopping: requested manually. Next start Tue 07:00 (UTC)")]
    public void Is_granted_in_the_window_and_outside(ClusterAction asked, string state, int hours, string sentence)
    {
        var now = Noon + Duration.FromHours(hours);

        var decision = Decide(asked, In(state), Rule(), now);

        Assert.Equal((asked, asked == ClusterAction.Start ? Reason.ManualStart : Reason.ManualStop), (decision.Action, decision.Reason));
        Assert.Equal(sentence, decision.Explain(In(state), now));
    }

    [Theory]
    [InlineData(ClusterAction.Stop, "running", 0, "",
        "Stopping: requested manually. Rule 'dev' enforces schedule 'office': the app starts it again after Mon 12:10 (UTC) unless you set a hold")]
    [InlineData(ClusterAction.Stop, "running", 0, ", 'start': false", "Stopping: requested manually")]
    [InlineData(ClusterAction.Stop, "running", 0, ", 'minDowntime': '7h'", "Stopping: requested manually. Next start Tue 07:00 (UTC)")]
    [InlineData(ClusterAction.Stop, "running", 8, "", "Stopping: requested manually. Next start Tue 07:00 (UTC)")]
    [InlineData(ClusterAction.Start, "stopped", 8, "",
        "Starting: requested manually. Rule 'dev' enforces schedule 'office': the app stops it again after Mon 20:30 (UTC) unless you set a hold")]
    [InlineData(ClusterAction.Start, "stopped", 8, ", 'stop': false", "Starting: requested manually")]
    [InlineData(ClusterAction.Start, "stopped", 0, "", "Starting: requested manually")]
    public void A_rule_that_enforces_its_schedule_undoes_it_and_the_answer_says_so(
        ClusterAction asked, string state, int hours, string members, string sentence)
    {
        var (rule, now) = (Rule($", 'enforce': true{members}"), Noon + Duration.FromHours(hours));
        Assert.Equal(sentence, Decide(asked, In(state), rule, now).Explain(In(state), now));
    }

    [Fact]
    public void A_hold_puts_off_what_is_undone()
    {
        var hold = new Hold("dev-1", HoldState.AsIs, Noon, Noon + Duration.FromHours(2), "bjorn", null);
        Assert.Equal(new(hold.Until, true), Decide(ClusterAction.Stop, Bench.Dev1, Rule(", 'enforce': true"), Noon, hold).Next);
    }

    /// <summary>What the answer says about the future is what the policies then do.</summary>
    [Theory]
    [InlineData(ClusterAction.Start, "stopped", 8)]
    [InlineData(ClusterAction.Stop, "running", 0)]
    public void It_is_undone_when_the_answer_says(ClusterAction asked, string state, int hours)
    {
        var (rule, sentAt) = (Rule(", 'enforce': true"), Noon + Duration.FromHours(hours));
        var wish = Decide(asked, In(state), rule, sentAt);
        var after = asked == ClusterAction.Start ? Bench.Dev1 : Bench.Stopped("dev-1");
        var sent = ActionTransitions.Accepted(ActionTransitions.Intent(wish, In(state), "r1", sentAt));
        var seen = ClusterObserver.Observe(sent, after, rule, null, Limits.BuiltIn.Retry, sentAt + Duration.FromMinutes(5));
        var at = wish.Next!.Value.At;
        var before = PolicyEngine.Decide(after, rule, seen, null, Limits.BuiltIn.Retry, at - Duration.FromSeconds(1), at);
        var then = PolicyEngine.Decide(after, rule, seen, null, Limits.BuiltIn.Retry, at, at + Duration.FromMinutes(5));

        Assert.Equal(ClusterAction.None, before.Action);
        Assert.Equal(asked == ClusterAction.Start ? ClusterAction.Stop : ClusterAction.Start, then.Action);
    }

    [Theory]
    [InlineData(ClusterAction.Start, "running", Reason.AlreadyThere)]
    [InlineData(ClusterAction.Stop, "stopped", Reason.AlreadyThere)]
    public void Nothing_is_done_twice(ClusterAction asked, string state, Reason reason) =>
        Assert.Equal(reason, Decide(asked, In(state), Rule(), Noon).Reason);

    [Theory]
    [InlineData(", 'protect': true", "dev-*", Reason.Protected)]
    [InlineData(", 'manage': false", "dev-*", Reason.NotManaged)]
    public void Hands_stay_off_what_the_rules_say(string members, string match, Reason reason) =>
        Assert.Equal((ClusterAction.None, reason), Of(Decide(ClusterAction.Stop, Bench.Dev1, Rule(members, match), Noon)));

    [Fact]
    public void Hands_stay_off_what_no_rule_matches() =>
        Assert.Equal((ClusterAction.None, Reason.NoRule), Of(Decide(ClusterAction.Stop, Bench.Dev1, null, Noon)));

    [Theory]
    [InlineData(ClusterAction.Stop, "running", HoldState.Up, false)]
    [InlineData(ClusterAction.Stop, "running", HoldState.Down, true)]
    [InlineData(ClusterAction.Stop, "running", HoldState.AsIs, true)]
    [InlineData(ClusterAction.Start, "stopped", HoldState.Up, true)]
    [InlineData(ClusterAction.Start, "stopped", HoldState.Down, false)]
    [InlineData(ClusterAction.Start, "stopped", HoldState.AsIs, true)]
    public void A_hold_that_says_the_opposite_stands_against_it(ClusterAction asked, string state, HoldState held, bool granted)
    {
        var hold = new Hold("dev-1", held, Noon, Noon + Duration.FromHours(1), "bjorn", null);

        Assert.Equal(granted ? asked : ClusterAction.None, Decide(asked, In(state), Rule(), Noon, hold).Action);
        Assert.Equal(asked, Decide(asked, In(state), Rule(), hold.Until, hold).Action);
    }

    [Fact]
    public void Another_action_under_way_stands_against_it() => Assert.Equal(
        (ClusterAction.None, Reason.InFlight),
        Of(Decide(ClusterAction.Stop, Bench.Dev1, Rule(), Noon,
            pending: new(ClusterAction.AddWorkers, Reason.RestoreWorkers, "dev", Noon, CallAnswer.Accepted, "r1"))));

    /// <summary>Both actions with every cluster state.</summary>
    public static TheoryData<ClusterAction, ClusterState> Settled => new(
        from asked in new[] { ClusterAction.Start, ClusterAction.Stop }
        from state in Enum.GetValues<ClusterState>()
        select (asked, state));

    [Theory]
    [MemberData(nameof(Settled))]
    public void Only_a_settled_cluster_is_acted_on(ClusterAction asked, ClusterState state)
    {
        var cluster = Bench.Dev1 with
        {
            State = state,
            ActivationState = asked == ClusterAction.Start
            ? ActivationState.Startable
            : ActivationState.Stoppable
        };

        var granted = Decide(asked, cluster, Rule(), Noon).Action == asked;
        var busy = Decide(asked, cluster with { BackupPipelineInProgress = true }, Rule(), Noon).Action == asked;

        Assert.Equal(asked == ClusterAction.Start
            ? state is ClusterState.Stopped or ClusterState.ExternallyStopped
            : state == ClusterState.Running, granted);
        Assert.False(busy);
        Assert.Equal(ClusterAction.None, Decide(asked, cluster with { ActivationState = ActivationState.Unknown }, Rule(), Noon).Action);
    }

    [Theory]
    [InlineData("2026-06-01T12:00:00Z", PowerState.Up)]
    [InlineData("2026-06-01T12:00:00Z", PowerState.Down)]
    [InlineData("2026-06-01T20:00:00Z", PowerState.Up)]
    [InlineData("2026-06-01T20:00:00Z", PowerState.Down)]
    [InlineData("2026-06-06T12:00:00Z", PowerState.Up)]
    public void When_it_shows_it_is_as_if_done_by_hand(string at, PowerState power)
    {
        var now = InstantPattern.ExtendedIso.Parse(at).Value;
        var (before, after) = power == PowerState.Up ? (Bench.Stopped("dev-1"), Bench.Dev1) : (Bench.Dev1, Bench.Stopped("dev-1"));
        var record = Seen(before, Rule(), now - Duration.FromMinutes(10));
        var action = power == PowerState.Up ? ClusterAction.Start : ClusterAction.Stop;
        var decision = ManualActionPolicy.Decide(action, before, Rule(), record, null, null, now - Duration.FromMinutes(5));
        var sent = ActionTransitions.Accepted(ActionTransitions.Intent(decision, before, "r1", now - Duration.FromMinutes(5)));

        var ours = ClusterObserver.Observe(sent, after, Rule(), null, Limits.BuiltIn.Retry, now);
        var byHand = ClusterObserver.Observe(record, after, Rule(), null, Limits.BuiltIn.Retry, now);

        var asIfSeen = ours with { PowerSince = now, Handled = now, StoppedByApp = byHand.StoppedByApp, Workers = byHand.Workers };
        Assert.Equal(byHand, asIfSeen with { ManualHoldFrom = byHand.ManualHoldFrom });
        var sentAt = now - Duration.FromMinutes(5);
        // The app knows when it received the request, and its answer gave the end of the manual start period from then on.
        Assert.Equal((sentAt, byHand.ManualHoldFrom is null ? null : (Instant?)sentAt), (ours.PowerSince, ours.ManualHoldFrom));
    }

    [Theory]
    [InlineData(ClusterAction.Start, "stopped")]
    [InlineData(ClusterAction.Stop, "running")]
    public void One_that_never_shows_leaves_no_more_than_an_incident(ClusterAction asked, string state)
    {
        var record = Seen(In(state), Rule(), Noon);
        var sent = ActionTransitions.Accepted(
            ActionTransitions.Intent(ManualActionPolicy.Decide(asked, In(state), Rule(), record, null, null, Noon), In(state), "r1", Noon));

        var late = ClusterObserver.Observe(sent, In(state), Rule(), null, Limits.BuiltIn.Retry, Noon + Duration.FromHours(1));

        Assert.Equal(record with { NotFollowed = asked }, late with { Workers = record.Workers });
    }

    private static (ClusterAction, Reason) Of(Decision decision) => (decision.Action, decision.Reason);
}

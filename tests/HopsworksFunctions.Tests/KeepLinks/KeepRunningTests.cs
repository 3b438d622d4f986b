using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Tests.Hopsworks;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;
using static Microsoft.Extensions.Options.Options;

namespace HopsworksFunctions.Tests.KeepLinks;

/// <summary>A Monday at 20:00, when dev-1 has been warned of its stop at 20:15.</summary>
public sealed class KeepRunningTests
{
    private const string Warned = """
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-20:15'] } }, 'rules': [
          { 'name': 'dev', 'match': { 'name': 'dev-*' }, 'schedule': 'office', 'warn': '15m' } ] }
        """;

    private static readonly Instant StopAt = Bench.Evening + Duration.FromMinutes(15);
    private static readonly Requester Link = new(KeepRunning.AskerName, "link", "request-1");

    private readonly Bench _bench = new Bench { Policies = new(PolicyText.Valid(Warned), null) }
        .Lists(Bench.Dev1, Bench.Running("dev-2"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1h", "2026-06-01T21:15:00Z")]
    [InlineData("2h", "2026-06-01T22:15:00Z")]
    [InlineData("morning", "2026-06-02T07:00:00Z")]
    public async Task Keeps_one_cluster_past_its_stop_and_the_next_run_agrees(string choice, string until)
    {
        var (keep, token) = await StartAsync();

        var kept = Assert.IsType<KeepAnswer.Kept>((await keep.KeepAsync(token, choice, Link, Stop)).Value);

        Assert.Equal((until, HoldState.AsIs, true), (kept.Hold.Until.ToString(), kept.Hold.State, kept.Changed));
        Assert.Equal("dev-1", Assert.Single(_bench.Store.Holds).Key);
        var entry = (await _bench.AuditedAsync())[^1];
        Assert.Equal((AuditKind.Hold, "keep-running link", "link", "dev-1"), (entry.Kind, entry.By, entry.Trigger, entry.ClusterId));
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        var next = (await _bench.RunAsync()).Clusters[0].Decision;
        Assert.Equal((ClusterAction.None, Reason.Held), (next.Action, next.Reason));
    }

    [Fact]
    public async Task Looking_says_what_will_happen_and_changes_nothing()
    {
        var (keep, token) = await StartAsync();
        var audited = (await _bench.AuditedAsync()).Count;

        var open = Assert.IsType<KeepAnswer.Open>((await keep.LookAsync(token, Stop)).Value);

        Assert.Equal(("dev-1", StopAt, "its window in schedule 'office' ends", null), (open.Cluster, open.StopAt, open.Why, open.Hold));
        Assert.Equal(["1h", "2h", "morning"], open.Choices.Select(c => c.Value));
        Assert.Empty(_bench.Store.Holds);
        Assert.Equal(audited, (await _bench.AuditedAsync()).Count);
    }

    [Fact]
    public async Task The_same_choice_again_changes_nothing_and_a_longer_one_is_still_open()
    {
        var (keep, token) = await StartAsync();
        var first = (KeepAnswer.Kept)(await keep.KeepAsync(token, "2h", Link, Stop)).Value!;
        var audited = (await _bench.AuditedAsync()).Count;

        var again = Assert.IsType<KeepAnswer.Kept>((await keep.KeepAsync(token, "2h", Link, Stop)).Value);
        var shorter = Assert.IsType<KeepAnswer.Kept>((await keep.KeepAsync(token, "1h", Link, Stop)).Value);

        Assert.Equal((first.Hold, false, first.Hold, false), (again.Hold, again.Changed, shorter.Hold, shorter.Changed));
        Assert.Equal(audited, (await _bench.AuditedAsync()).Count);
        var later = Assert.IsType<KeepAnswer.Open>((await keep.LookAsync(token, Stop)).Value);
        Assert.Equal(["morning"], later.Choices.Select(c => c.Value));
        await keep.KeepAsync(token, "morning", Link, Stop);
        Assert.IsType<KeepAnswer.Kept>((await keep.LookAsync(token, Stop)).Value);
    }

    [Theory]
    [InlineData("running", null)]
    [InlineData("stopping", LinkDenial.Stopping)]
    [InlineData("stopped", LinkDenial.Stopped)]
    [InlineData("gone", LinkDenial.Gone)]
    public async Task A_cluster_that_cannot_be_kept_any_more_is_told_of_and_left_alone(string state, LinkDenial? denial)
    {
        var (keep, token) = await StartAsync();
        _bench.Lists(state switch
        {
            "stopping" => [Bench.Stopping("dev-1")],
            "stopped" => [Bench.Stopped("dev-1")],
            "gone" => [Bench.Running("dev-2")],
            _ => [Bench.Dev1],
        });

        var answer = (await keep.KeepAsync(token, "1h", Link, Stop)).Value;

        Assert.Equal(denial, (answer as KeepAnswer.Denied)?.Why);
        Assert.Equal(denial is null ? 1 : 0, _bench.Store.Holds.Count);
    }

    [Fact]
    public async Task A_link_of_a_stop_that_is_off_does_nothing()
    {
        var (keep, token) = await StartAsync();
        var state = await _bench.Store.LoadAsync(Stop);
        await state.SaveAsync(
            state.Records["dev-1"] with { Warning = new(StopAt + Duration.FromHours(2), StopAt + Duration.FromHours(2)) }, Stop);

        Assert.Equal(LinkDenial.Passed, Assert.IsType<KeepAnswer.Denied>((await keep.KeepAsync(token, "1h", Link, Stop)).Value).Why);
        Assert.Empty(_bench.Store.Holds);
    }

    [Fact]
    public async Task A_link_does_not_overrule_a_hold_that_keeps_the_cluster_down()
    {
        var (keep, token) = await StartAsync();
        await _bench.Holds.SetAsync("dev-1", new(HoldState.Down, HoldEnd.Parse("2h")!, null), new("anna", "HTTP", "r"), false, Stop);

        var denied = Assert.IsType<KeepAnswer.Denied>((await keep.KeepAsync(token, "1h", Link, Stop)).Value);

        Assert.Equal(LinkDenial.HeldDown, denied.Why);
        Assert.Contains("by anna", denied.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3h")]
    [InlineData("14d")]
    public async Task What_was_not_offered_cannot_be_chosen(string choice)
    {
        var (keep, token) = await StartAsync();

        var denied = Assert.IsType<KeepAnswer.Denied>((await keep.KeepAsync(token, choice, Link, Stop)).Value);

        Assert.Equal(LinkDenial.NoChoice, denied.Why);
        Assert.Empty(_bench.Store.Holds);
    }

    [Fact]
    public async Task A_cluster_that_became_protected_is_not_held()
    {
        var (keep, token) = await StartAsync();
        _bench.Policies = new(PolicyText.Valid("{ 'rules': [ { 'name': 'p', 'match': {}, 'protect': true } ] }"), null);

        Assert.Equal(OperationErrorKind.Protected, (await keep.KeepAsync(token, "1h", Link, Stop)).Error!.Kind);
    }

    [Theory]
    // After Friday's stop the next window is far away, so the time is the next morning in the schedule's zone.
    [InlineData("2026-06-05T19:00:00+02:00", "Until 08:00 the next day", "2026-06-06T08:00:00+02:00")]
    [InlineData("2026-06-02T19:00:00+02:00", "Until the next start", "2026-06-03T07:00:00+02:00")]
    // These are the night of the clock change, and a time long after midnight.
    [InlineData("2026-10-24T23:00:00+02:00", "Until 08:00 the next day", "2026-10-25T08:00:00+01:00")]
    [InlineData("2026-06-06T03:30:00+02:00", "Until 08:00", "2026-06-06T08:00:00+02:00")]
    public void The_morning_is_the_next_start_or_eight_o_clock(string from, string label, string until)
    {
        var policies = PolicyFile.Parse("""
            { "timeZone": "Europe/Stockholm", "schedules": { "s": { "up": ["mon-fri 07:00-19:00"] } } }
            """u8).Policies!;

        var morning = KeepChoices.From(At(from), policies.Schedules["s"])[2];

        Assert.Equal((label, At(until)), (morning.Label, morning.Until));
        static Instant At(string text) =>
            Instant.FromDateTimeOffset(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<(KeepRunning Keep, string Token)> StartAsync()
    {
        await _bench.RunAsync();
        var links = new LinkSigner(new SettableSecrets("kEyMaRkEr-0123456789-0123456789-"),
            Create(new LinkOptions { BaseUrl = new("https://hops.example.com/api") }), Create(new StateOptions { Account = "test" }),
            _bench.Time);
        var link = await links.ForKeepAsync("dev-1", (await _bench.Store.LoadAsync(Stop)).Records["dev-1"].Warning!.StopAt, Stop);
        return (new(links, _bench.Clusters, _bench.Holds, _bench.Accounts, _bench.Time), KeepLinksTests.TokenOf(link!));
    }
}

using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Tests.Hopsworks;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;
using NodaTime;
using static Microsoft.Extensions.Options.Options;

namespace HopsworksFunctions.Tests.KeepLinks;

/// <summary>A Monday at 20:00, when the schedule has stopped dev-1, and the message about it has a link.</summary>
public sealed class StartAgainTests
{
    private static readonly Requester Link = new(StartAgain.AskerName, "link", "request-1");

    private readonly Bench _bench = new Bench().Lists(Bench.Dev1, Bench.Stopped("dev-2")).AnswersStop("dev-1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_starts_the_cluster_once_as_a_manual_start_and_says_so_in_the_audit_log()
    {
        var (again, token) = await StoppedAsync();
        Accepts("dev-1");
        var audited = (await _bench.AuditedAsync()).Count;

        var open = Assert.IsType<StartAnswer.Open>((await again.LookAsync(token, Stop)).Value);
        Assert.Equal(audited, (await _bench.AuditedAsync()).Count);
        Assert.IsType<StartAnswer.Started>((await again.StartAsync(token, Link, Stop)).Value);
        Assert.IsType<StartAnswer.Started>((await again.StartAsync(token, Link, Stop)).Value);
        _bench.Lists(Bench.Dev1, Bench.Stopped("dev-2"));
        var running = Assert.IsType<StartAnswer.Started>((await again.LookAsync(token, Stop)).Value);

        Assert.Equal((Bench.Evening + Duration.FromHours(4), "running"), (open.KeptUntil, running.State));
        _bench.Hopsworks.Verify(h => h.StartAsync("dev-1", It.IsAny<CancellationToken>()), Times.Once);
        var entry = (await _bench.AuditedAsync()).Last(e => e.Kind == AuditKind.Start);
        Assert.Equal(("start link", "link", "dev-1"), (entry.By, entry.Trigger, entry.ClusterId));
        Assert.Contains("(requested by the link in the message about its stop)", entry.Message, StringComparison.Ordinal);
        _bench.Time.Advance(TimeSpan.FromMinutes(30));
        var next = (await _bench.RunAsync()).Clusters[0].Decision;
        Assert.Equal((ClusterAction.None, Reason.ManualHold), (next.Action, next.Reason));
    }

    [Fact]
    public async Task A_hold_that_keeps_the_cluster_stopped_refuses_it()
    {
        var (again, token) = await StoppedAsync();
        await _bench.Store.SaveAsync(
            new Hold("dev-1", HoldState.Down, Bench.Evening, Bench.Evening + Duration.FromHours(2), "bjorn", null), Stop);

        Assert.Equal(OperationErrorKind.Held, (await again.LookAsync(token, Stop)).Error!.Kind);
        var refusal = (await again.StartAsync(token, Link, Stop)).Error!;

        Assert.Equal(OperationErrorKind.Held, refusal.Kind);
        Assert.Contains("bjorn", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(AuditStep.Refused, (await _bench.AuditedAsync())[^1].Step);
    }

    [Theory]
    [InlineData("stopping", LinkDenial.Stopping)]
    [InlineData("running still", LinkDenial.Stopping)]
    [InlineData("gone", LinkDenial.Gone)]
    [InlineData("expired", LinkDenial.Expired)]
    public async Task A_cluster_that_cannot_be_started_by_it_is_left_alone(string how, LinkDenial denial)
    {
        var (again, token) = await StoppedAsync();
        _bench.Lists(how switch
        {
            "stopping" => [Bench.Stopping("dev-1")],
            "running still" => [Bench.Dev1],
            "gone" => [Bench.Dev1 with { Id = "another", Name = "dev-1" }],
            _ => [Bench.Stopped("dev-1")],
        });
        if (how == "expired")
            _bench.Time.Advance(TimeSpan.FromHours(11));

        Assert.Equal(denial, Assert.IsType<StartAnswer.Denied>((await again.LookAsync(token, Stop)).Value).Why);
        Assert.Equal(denial, Assert.IsType<StartAnswer.Denied>((await again.StartAsync(token, Link, Stop)).Value).Why);
    }

    [Fact]
    public async Task The_page_of_a_warning_for_a_cluster_that_is_stopped_offers_it()
    {
        var (again, _) = await StoppedAsync();
        var keep = new KeepRunning(Signer, _bench.Clusters, _bench.Holds, _bench.Accounts, _bench.Time);
        var warning = KeepLinksTests.TokenOf((await Signer.ForKeepAsync("dev-1", Bench.Evening, Stop))!);

        var stopped = Assert.IsType<KeepAnswer.Denied>((await keep.LookAsync(warning, Stop)).Value);

        Assert.Equal(LinkDenial.Stopped, stopped.Why);
        Assert.IsType<StartAnswer.Open>((await again.LookAsync(KeepLinksTests.TokenOf(stopped.Start!), Stop)).Value);
    }

    [Theory]
    [InlineData("", "2026-06-02T07:00:00Z")]
    [InlineData(", 'start': false", "2026-06-02T20:00:00Z")]
    public void It_works_until_the_next_start_time_and_a_day_at_most(string rule, string until)
    {
        var policies = PolicyText.Valid(Bench.Office.Replace("'office' } ]", $"'office'{rule} }} ]", StringComparison.Ordinal));

        Assert.Equal(until, StartLink.Until(policies.RuleFor(Bench.Dev1), Bench.Evening).ToString());
        Assert.Equal("2026-06-02T20:00:00Z", StartLink.Until(null, Bench.Evening).ToString());
        // From Friday evening the next start time is days away.
        var friday = Bench.Evening + Duration.FromDays(4);
        Assert.Equal("2026-06-06T20:00:00Z", StartLink.Until(policies.RuleFor(Bench.Dev1), friday).ToString());
    }

    private LinkSigner Signer => new(
        new SettableSecrets("kEyMaRkEr-0123456789-0123456789-"),
        Create(new LinkOptions { BaseUrl = new("https://hops.example.com/api") }),
        Create(new StateOptions { Account = "test" }), _bench.Time);

    private void Accepts(string id) =>
        _bench.Hopsworks.Setup(h => h.StartAsync(id, It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);

    /// <summary>Makes the run that stops dev-1, then lists dev-1 as stopped, which no run has seen yet.</summary>
    private async Task<(StartAgain Again, string Token)> StoppedAsync()
    {
        await _bench.RunAsync();
        _bench.Lists(Bench.Stopped("dev-1"), Bench.Stopped("dev-2"));
        var rule = _bench.Policies.Policies!.RuleFor(Bench.Dev1);
        var link = await Signer.ForStartAsync("dev-1", Bench.Evening, StartLink.Until(rule, Bench.Evening), Stop);
        return (new(Signer, _bench.Clusters, _bench.Actions, _bench.Accounts), KeepLinksTests.TokenOf(link!));
    }
}

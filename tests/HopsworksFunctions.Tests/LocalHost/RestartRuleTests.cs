using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class RestartRuleTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-22T22:00:00Z", null);

    [Fact]
    public void Failures_are_counted_over_30_minutes()
    {
        var rule = new RestartRule();

        Assert.Equal(AfterExit.Restart, rule.Exited(1, Start));
        Assert.Equal(AfterExit.Restart, rule.Exited(1, Start.AddMinutes(1)));
        Assert.Equal(AfterExit.Restart, rule.Exited(1, Start.AddMinutes(30)));
        Assert.Equal(AfterExit.StopHost, rule.Exited(1, Start.AddMinutes(30.5)));
    }

    [Fact]
    public void A_clean_restart_is_no_failure()
    {
        var rule = new RestartRule();
        for (var i = 0; i < 5; i++)
            Assert.Equal(AfterExit.Restart, rule.Exited(200, Start));
    }

    [Fact]
    public void Ten_seconds_lie_between_restarts()
    {
        var rule = new RestartRule();

        Assert.Equal(TimeSpan.Zero, rule.Wait(Start));
        Assert.Equal(TimeSpan.FromSeconds(7), rule.Wait(Start.AddSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(10), rule.Wait(Start.AddSeconds(10)));
        Assert.Equal(TimeSpan.Zero, rule.Wait(Start.AddSeconds(60)));
    }

    [Fact]
    public void Exit_code_0_stays_down() => Assert.Equal(AfterExit.StayDown, new RestartRule().Exited(0, Start));
}

using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>Alerts of an app with several accounts.</summary>
public sealed class AlertAccountTests
{
    // Otherwise the end of one account's incident would hide another's.
    [Theory]
    [InlineData("key", EventKind.Key)]
    [InlineData("policies", EventKind.Config)]
    [InlineData("limit", EventKind.Limit)]
    [InlineData("run-failed", EventKind.Key)]
    public void What_one_account_says_is_nothing_about_another(string alert, EventKind kind)
    {
        var look = new TraceQuery(AlertTests.Query(alert)).Notices;

        Assert.Equal("acme", look.Match(AppLog.OfRun("Noticed", kind, "over", "", "It works. (account acme)"), 1).Groups[1].Value);
        Assert.Equal("", look.Match(AppLog.OfRun("Noticed", kind, "over", "", "It works."), 1).Groups[1].Value);
        Assert.Matches(@"summarize arg_max\(timestamp, Turn[^)]*\) by Account", AlertTests.Query(alert));
    }

    // The timer's invocation fails if one account does, although the others have run.
    [Theory]
    [InlineData("timer")]
    [InlineData("late timer")]
    [InlineData("queue")]
    public void A_run_of_any_account_is_no_silence_and_its_policies_are_in_force(string trigger)
    {
        foreach (var alert in (string[])["silent", "policies"])
        {
            var look = new TraceQuery(AlertTests.Query(alert)).Looks[0];
            Assert.All([RunOutcome.Ok, RunOutcome.Partial], outcome => Assert.True(look.Match(Finished(outcome)).Success));
            Assert.All([RunOutcome.Failed, RunOutcome.Skipped], outcome => Assert.False(look.Match(Finished(outcome)).Success));
        }
        Assert.Equal("acme", new TraceQuery(AlertTests.Query("policies")).Looks[0].Match(Finished(RunOutcome.Ok), 1).Groups[1].Value);
        Assert.EndsWith(
            "Account in (succeeded)\n| project timestamp, What", AlertTests.Query("policies").TrimEnd(), StringComparison.Ordinal);

        AppLog Finished(RunOutcome outcome) => AppLog.OfRun(
            "Finished", LogLevel.Information, trigger, "8f1c", outcome, 3, 0, 1, 0, 12.0, " (account acme)");
    }

    // They have no line of a run.
    [Fact]
    public void Runs_that_do_not_happen_say_why_while_another_accounts_key_is_refused()
    {
        var look = new TraceQuery(AlertTests.Query("run-failed")).Looks[1];

        Assert.Equal(
            ["the run was ended after 4 minutes; the next run continues", "the run ended unexpectedly",
                "1 of 3 accounts had no run in 3 ticks: globex."],
            new[]
            {
                AppLog.Line<AccountRun>("TooLong", "globex", 4.0), AppLog.Line<AccountRun>("Broken", null, "globex"),
                AppLog.Line<AccountTick>("Missing", "1 of 3 accounts had no run in 3 ticks: globex."),
            }.Select(line => look.Match(line).Groups[1].Value));
    }
}

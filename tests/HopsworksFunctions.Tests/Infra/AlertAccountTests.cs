using HopsworksFunctions.Policies;

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
}

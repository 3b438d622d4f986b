using HopsworksFunctions.Core.Accounts;
using NodaTime;

namespace HopsworksFunctions.Tests.Accounts;

public sealed class AccountMessageTests
{
    private static readonly Instant Tick = Instant.FromUtc(2026, 11, 30, 16, 45);

    [Fact]
    public void Is_written_as_the_queue_has_it() => Assert.Equal(
        """{"version":1,"account":"team-a","tick":"2026-11-30T16:45:00Z"}""", new AccountMessage("team-a", Tick).ToJson());

    [Theory]
    [InlineData("""{"version":1,"account":"team-a","tick":"2026-11-30T16:45:00Z"}""")]
    [InlineData("""{ "tick": "2026-11-30T17:45:00+01:00", "more": [], "account": "team-a", "version": 1 }""")]
    public void Reads_what_was_sent(string text)
    {
        Assert.True(AccountMessage.TryParse(text, out var message, out var problem));
        Assert.Equal((new("team-a", Tick), null), (message, problem));
    }

    [Theory]
    [InlineData("", "line 1, column 1, $: invalid JSON: ")]
    [InlineData("hello", "invalid JSON: ")]
    [InlineData("[1]", "expected an object, got an array")]
    [InlineData("{}", "missing field 'version'")]
    [InlineData("""{"version":2,"account":{},"when":1}""", "line 1, column 12, $.version: expected version 1, got 2")]
    [InlineData("""{"version":null}""", "expected version 1, got null")]
    [InlineData("""{"version":1,"tick":"2026-11-30T16:45:00Z"}""", "missing field 'account'")]
    [InlineData("""{"version":1,"account":"a"}""", "missing field 'tick'")]
    [InlineData("""{"version":1,"account":7,"tick":"2026-11-30T16:45:00Z"}""", "$.account: expected a string, got a number")]
    [InlineData("""{"version":1,"account":"a","tick":"soon"}""", "$.tick: expected a time such as 2026-06-01T20:00:00Z")]
    [InlineData("""{"version":1,"account":"a","account":"b","tick":"2026-11-30T16:45:00Z"}""", "duplicate field 'account'")]
    public void Says_what_is_wrong_with_any_other(string text, string problem)
    {
        Assert.False(AccountMessage.TryParse(text, out var message, out var said));
        Assert.Null(message);
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }
}

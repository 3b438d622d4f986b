using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class ChannelLintTests
{
    private const string Rules = "'rules': [ { 'name': 'rest', 'match': {}, 'manage': false } ]";

    [Theory]
    [InlineData("{ 'type': 'slack', 'urlSecret': 'a', 'on': [] }",
        "this channel subscribes to no events. List some in 'on'")]
    [InlineData("{ 'type': 'slack', 'urlSecret': 'a', 'on': ['key'] }, { 'type': 'slack', 'urlSecret': 'a', 'on': ['warn'] }",
        "another channel above uses secret 'a', so both count as one channel. List all events there")]
    [InlineData("{ 'type': 'teams', 'urlSecret': 'a', 'each': true, 'on': ['key'] }",
        "'each' has no effect: teams gets one message for people. Use it with type generic")]
    [InlineData("{ 'type': 'teams', 'urlSecret': 'a-{team}', 'byTag': 'team', 'on': ['key'] }",
        "what concerns a cluster without tag 'team', or no cluster, is not sent here. Name a secret in 'fallback'")]
    [InlineData("{ 'type': 'teams', 'urlSecret': 'a', 'signingSecret': 's', 'on': ['key'] }",
        "'signingSecret' has no effect: teams does not check signatures. Use it with type generic")]
    public void Warns_of_what_can_hardly_be_meant(string channels, string warning) => Assert.Equal([warning], Warnings(channels));

    [Theory]
    [InlineData("{ 'type': 'generic', 'urlSecret': 'a', 'signingSecret': 's', 'on': ['key'] }")]
    [InlineData("{ 'type': 'slack', 'urlSecret': 'a', 'on': ['warn'], 'rules': ['r*'] }")]
    public void Says_nothing_of_channels_that_differ(string other) =>
        Assert.Empty(Warnings($"{{ 'type': 'slack', 'urlSecret': 'a', 'on': ['key'] }}, {other}"));

    [Theory]
    [InlineData("'schedule': 's'")]
    [InlineData("'scheduleTag': 'plan'")]
    public void Warns_of_warnings_that_nobody_hears_whatever_gives_the_schedule(string members) => Assert.Equal(
        ["'warn' has no effect: no channel subscribes to \"warn\""],
        PolicyLint.Check(PolicyText.Parse(
            "{ 'schedules': { 's': { 'up': ['mon-fri 07:00-19:00'] } }, "
                + $"'rules': [ {{ 'name': 'r', 'match': {{}}, {members}, 'warn': '5m' }} ] }}"), Instant.FromUtc(2026, 6, 1, 0, 0))
            .Select(w => w.Message));

    private static IEnumerable<string> Warnings(string channels) =>
        PolicyLint.Check(PolicyText.Parse($"{{ {Rules}, 'notify': [ {channels} ] }}"), Instant.FromUtc(2026, 6, 1, 0, 0))
            .Select(w => w.Message);
}

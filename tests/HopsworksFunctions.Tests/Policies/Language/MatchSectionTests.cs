using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Reconciliation;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class MatchSectionTests
{
    /// <summary>Returns a cluster with tags given as <c>env=prod;team=risk</c>.</summary>
    internal static Cluster Tagged(string name, string tags) => Bench.Running(name) with
    {
        Tags = tags.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Split('=')).ToDictionary(t => t[0], t => t[1]),
    };

    internal static PolicySet Guarded(string match) =>
        PolicyText.Valid($"{{ 'rules': [ {{ 'name': 'p', 'match': {match}, 'protect': true }} ] }}");

    [Theory]
    [InlineData("{ 'tags': { 'env': 'prod*' } }", "a", "env=prod-eu", true)]
    [InlineData("{ 'tags': { 'env': '*' } }", "a", "env=", true)]
    [InlineData("{ 'tags': { 'env': '*' } }", "a", "team=x", false)]
    [InlineData("{ 'tags': { 'env': ['prod?', 'live'] } }", "a", "env=live", true)]
    [InlineData("{ 'tags': { 'env': ['prod?', 'live'] } }", "a", "env=prod", false)]
    [InlineData("{ 'tags': { 'Env': 'prod', 'team': 'r*' } }", "a", "env=prod;TEAM=risk", true)]
    [InlineData("{ 'tags': { 'env': '' } }", "a", "env=", true)]
    [InlineData("{ 'name': ['sandbox-*', 'try-*'] }", "try-1", "", true)]
    [InlineData("{ 'name': ['sandbox-*', 'try-*'] }", "retry-1", "", false)]
    [InlineData("{ 'id': 'de?-*' }", "dev-1", "", true)]
    [InlineData("{ 'id': ['a', 'b'] }", "dev-1", "", false)]
    [InlineData("{ 'not': { 'tags': { 'env': 'prod' } } }", "a", "env=dev", true)]
    [InlineData("{ 'not': { 'tags': { 'env': 'prod' } } }", "a", "ENV=prod", false)]
    [InlineData("{ 'name': 'dev-*', 'not': { 'name': ['dev-a*', 'dev-b*'] } }", "dev-c", "", true)]
    [InlineData("{ 'name': 'dev-*', 'not': { 'name': ['dev-a*', 'dev-b*'] } }", "dev-bo", "", false)]
    [InlineData("{ 'not': { 'name': 'dev-*', 'autoscale': true } }", "dev-1", "", true)]
    public void Matches_by_patterns_lists_and_not(string match, string name, string tags, bool matches) =>
        Assert.Equal(matches, Guarded(match).RuleFor(Tagged(name, tags)) is not null);

    /// <summary>Doubt protects: either of two tags that differ only by case is enough for protection, and for nothing else.</summary>
    [Theory]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "env=prod;Env=dev", true, false)]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "ENV=dev;env=prod", true, false)]
    [InlineData("{ 'tags': { 'env': 'prod*' } }", "env=prod;Env=prod-eu", true, true)]
    [InlineData("{ 'not': { 'tags': { 'env': 'dev' } } }", "env=prod;Env=dev", true, false)]
    [InlineData("{ 'not': { 'tags': { 'env': 'dev' } } }", "env=dev;Env=dev", false, false)]
    public void Tags_that_differ_by_case_alone_protect(string match, string tags, bool guards, bool manages)
    {
        var cluster = Tagged("a", tags);
        Assert.Equal(guards, Guarded(match).RuleFor(cluster) is not null);
        Assert.Equal(manages, PolicyText.Valid($"{{ 'rules': [ {{ 'name': 'r', 'match': {match} }} ] }}").RuleFor(cluster) is not null);
    }

    [Theory]
    [InlineData("{ 'tags': { 'env': '!prod' } }", "$.rules[0].match.tags.env", "Write \"not\": { \"tags\": { \"env\": \"prod\" } }")]
    [InlineData("{ 'name': ['a', '!b-*'] }", "$.rules[0].match.name[1]", "Write \"not\": { \"name\": \"b-*\" }")]
    [InlineData("{ 'id': '!x' }", "$.rules[0].match.id", "Write \"not\": { \"id\": \"x\" }")]
    [InlineData("{ 'tags': { 'env': [] } }", "$.rules[0].match.tags.env", "an empty list matches no cluster")]
    [InlineData("{ 'name': [] }", "$.rules[0].match.name", "an empty list matches no cluster")]
    [InlineData("{ 'name': ['a', ''] }", "$.rules[0].match.name[1]", "'name' is empty and matches no cluster")]
    [InlineData("{ 'id': 7 }", "$.rules[0].match.id", "expected a string or a list of strings as id, got a number")]
    [InlineData("{ 'tags': { 'env': ['a', null] } }", "$.rules[0].match.tags.env[1]",
        "expected a string or a list of strings as tag value, got null")]
    [InlineData("{ 'tags': { 'env': 'a', 'Env': 'b' } }", "$.rules[0].match.tags.Env",
        "duplicate tag 'Env': tag names ignore case, and 'env' is also given")]
    [InlineData("{ 'not': {} }", "$.rules[0].match.not", "an empty 'not' excludes every cluster")]
    [InlineData("{ 'not': { 'tags': {} } }", "$.rules[0].match.not", "an empty 'not' excludes every cluster")]
    [InlineData("{ 'not': { 'name': 'a', 'not': { 'id': 'b' } } }", "$.rules[0].match.not.not", "'not' cannot contain 'not'")]
    [InlineData("{ 'not': { 'nam': 'a' } }", "$.rules[0].match.not.nam", "Did you mean 'name'")]
    [InlineData("{ 'not': 'a' }", "$.rules[0].match.not", "expected an object")]
    public void Says_what_is_wrong_and_what_is_right(string match, string path, string message)
    {
        var problem = Assert.Single(PolicyText.Parse($"{{ 'rules': [ {{ 'name': 'r', 'match': {match} }} ] }}").Problems);

        Assert.Equal(path, problem.Place.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_the_rule_of_a_cluster_allocates_nothing()
    {
        var policies = PolicyText.Valid("""
            { 'schedules': { 's': { 'up': ['mon 07:00-19:00'] } },
              'rules': [ { 'name': 'p', 'match': { 'tags': { 'env': ['prod*', 'live'] }, 'not': { 'name': 'x*' } }, 'protect': true },
                         { 'name': 'r', 'match': { 'name': ['dev-*', 'try-*'] }, 'scheduleTag': 'schedule' } ] }
            """);
        var cluster = Tagged("dev-1", "env=dev;schedule=s");
        Assert.Equal("s", policies.RuleFor(cluster)!.Schedule!.Name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            policies.RuleFor(cluster);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

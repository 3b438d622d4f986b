using CsCheck;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Lint;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Rules that no cluster reaches.</summary>
public sealed class CoverTests
{
    [Theory]
    [InlineData("{}", "{ 'name': 'dev-*' }")]
    [InlineData("{ 'name': '*' }", "{ 'name': 'dev-*' }")]
    [InlineData("{ 'name': '*' }", "{}")]
    [InlineData("{ 'name': 'dev-*' }", "{ 'name': 'dev-a*', 'cloud': 'AWS' }")]
    [InlineData("{ 'name': 'dev-?' }", "{ 'name': 'dev-a' }")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "{ 'tags': { 'env': 'prod', 'team': 'risk' } }")]
    [InlineData("{ 'id': 'a' }", "{ 'id': 'a', 'autoscale': true }")]
    [InlineData("{ 'autoscale': true, 'cloud': 'GCP' }", "{ 'autoscale': true, 'cloud': 'GCP' }")]
    [InlineData("{ 'name': ['dev-*', 'try-*'] }", "{ 'name': ['try-a', 'dev-b*'] }")]
    [InlineData("{ 'tags': { 'ENV': ['prod*', 'live'] } }", "{ 'tags': { 'env': 'prod-eu', 'team': 'risk' } }")]
    [InlineData("{ 'tags': { 'env': '*' } }", "{ 'tags': { 'env': ['a', 'b?'] } }")]
    [InlineData("{ 'not': { 'tags': { 'env': 'prod' } } }", "{ 'name': 'a', 'not': { 'tags': { 'env': ['prod', 'live'] } } }")]
    [InlineData("{ 'not': { 'name': 'prod-*' } }", "{ 'name': ['dev-*', 'try-*'] }")]
    [InlineData("{ 'not': { 'cloud': 'AWS' } }", "{ 'cloud': 'GCP' }")]
    public void Warns_of_a_rule_that_an_earlier_one_hides(string earlier, string later)
    {
        var warning = Assert.Single(PolicyLintTests.Warnings(Two(earlier, later)));

        Assert.Equal("$.rules[1].match", warning.Place.Path);
        Assert.Contains("rule 'first' above matches the same clusters", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ 'name': 'dev-*' }", "{}")]
    [InlineData("{ 'name': 'dev-?' }", "{ 'name': 'dev-*' }")]
    [InlineData("{ 'name': '*-a' }", "{ 'name': '*a' }")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "{ 'tags': { 'env': 'dev' } }")]
    [InlineData("{ 'tags': { 'env': 'prod', 'team': 'risk' } }", "{ 'tags': { 'env': 'prod' } }")]
    [InlineData("{ 'cloud': 'AWS' }", "{ 'cloud': 'GCP' }")]
    [InlineData("{ 'autoscale': true }", "{ 'autoscale': false }")]
    [InlineData("{ 'id': 'a' }", "{ 'name': 'a' }")]
    [InlineData("{ 'name': ['dev-*', 'try-*'] }", "{ 'name': ['try-a', 'live-*'] }")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "{ 'tags': { 'env': ['prod', 'live'] } }")]
    [InlineData("{ 'tags': { 'env': '*' } }", "{}")]
    [InlineData("{ 'not': { 'tags': { 'env': 'prod' } } }", "{ 'name': 'a' }")]
    [InlineData("{ 'not': { 'name': 'dev-a*' } }", "{ 'name': 'dev-*' }")]
    [InlineData("{ 'name': 'a', 'not': { 'id': 'x' } }", "{ 'name': 'a', 'not': { 'id': 'y' } }")]
    public void Lets_pass_a_rule_that_may_apply(string earlier, string later) =>
        Assert.Empty(PolicyLintTests.Warnings(Two(earlier, later)));

    [Theory]
    [InlineData("{ 'name': 'dev-a', 'not': { 'name': 'dev-*' } }", true)]
    [InlineData("{ 'not': { 'name': '*' } }", true)]
    [InlineData("{ 'name': 'dev-*', 'not': { 'name': 'dev-a' } }", false)]
    public void Warns_of_a_not_that_excludes_all(string match, bool warns)
    {
        var warnings = PolicyLintTests.Warnings($"{{ 'rules': [ {{ 'name': 'r', 'match': {match} }} ] }}");
        Assert.Equal(warns ? ["$.rules[0].match.not"] : [], warnings.Select(warning => warning.Place.Path));
    }

    [Fact]
    public void Calls_globs_apart_only_when_no_text_matches_both() =>
        Gen.Select(Gen.Char["ab*?"].Array[0, 5], Gen.Char["ab*?"].Array[0, 5], Gen.Char["abc"].Array[0, 5]).Sample((a, b, name) =>
            new Cover().Overlap(new(a), new(b)) || !TextPatterns.Glob(a, name) || !TextPatterns.Glob(b, name), iter: 100 * Check.Iter);

    [Fact]
    public void Calls_a_glob_covered_only_when_it_is()
    {
        Gen.Select(Word("ab*?"), Word("ab*?"), Word("abc")).Sample(
            (all, some, name) =>
                !new Cover().Glob(all, some) || !TextPatterns.Glob(some, name) || TextPatterns.Glob(all, name), iter: 100 * Check.Iter);

        static Gen<string> Word(string characters) => Gen.Char[characters].Array[0, 7].Select(c => new string(c));
    }

    private static string Two(string earlier, string later) =>
        $"{{ 'rules': [ {{ 'name': 'first', 'match': {earlier} }}, {{ 'name': 'second', 'match': {later} }} ] }}";
}

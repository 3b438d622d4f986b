using CsCheck;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using HopsworksFunctions.Tests.Policies.Language;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies;

public sealed class NearMatchTests
{
    private static PolicyParse Parse(string match, string guard = "'protect': true") => PolicyText.Parse($$"""
        { 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'guard', 'match': {{match}}, {{guard}} },
                     { 'name': 'rest', 'match': {}, 'schedule': 'office', 'enforce': true } ] }
        """);

    private static Decision Decide(PolicySet policies, Cluster cluster)
    {
        var (rule, now, retry) = (policies.RuleFor(cluster), Bench.Evening, Limits.BuiltIn.Retry);
        return PolicyEngine.Decide(
            cluster, rule, ClusterObserver.Observe(null, cluster, rule, null, retry, now), null, retry, now, now + Duration.FromMinutes(5));
    }

    [Theory]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "a", "env=Prod",
        "tag env is \"Prod\", the rule expects \"prod\"). Fix the tag or the rule")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "a", "Env= prod ", "tag Env is \" prod \", the rule expects \"prod\")")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "a", "env =prod", "a tag is named \"env \", the rule expects \"env\")")]
    [InlineData("{ 'tags': { 'env': ' prod' } }", "a", "env=prod", "tag env is \"prod\", the rule expects \" prod\")")]
    [InlineData("{ 'tags': { 'env': ['prod*', 'live'] } }", "a", "env=LIVE", "tag env is \"LIVE\", the rule expects \"live\")")]
    [InlineData("{ 'tags': { 'env': 'prod', 'team': 'risk' } }", "a", "env=prod;team=Risk",
        "tag team is \"Risk\", the rule expects \"risk\")")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "a", "env=dev;ENV=PROD",
        "tag ENV is \"PROD\", the rule expects \"prod\")")]
    [InlineData("{ 'name': 'prod-*' }", "Prod-1", "",
        "name is \"Prod-1\", the rule expects \"prod-*\"). Fix the name or the rule")]
    [InlineData("{ 'id': 'AB?' }", "abc", "", "id is \"abc\", the rule expects \"AB?\"). Fix the id or the rule")]
    [InlineData("{ 'name': 'prod', 'not': { 'tags': { 'env': 'dev' } } }", "PROD", "env=Dev",
        "name is \"PROD\", the rule expects \"prod\")")]
    public void A_cluster_that_misses_a_guard_by_case_or_blanks_is_left_alone(string match, string name, string tags, string difference)
    {
        foreach (var guard in (string[])["'protect': true", "'manage': false"])
        {
            var cluster = MatchSectionTests.Tagged(name, tags);
            var decision = Decide(Parse(match, guard).Policies!, cluster);

            Assert.Equal((ClusterAction.None, Reason.NearMatch, "guard"), (decision.Action, decision.Reason, decision.Rule!.Name));
            var sentence = decision.Explain(cluster, Bench.Evening);
            Assert.StartsWith("Protected: almost matches rule 'guard' (", sentence, StringComparison.Ordinal);
            Assert.Contains(difference, sentence, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "a", "env=pro d")]
    [InlineData("{ 'tags': { 'env': 'prod' } }", "a", "en v=prod")]
    [InlineData("{ 'tags': { 'env': 'prod', 'team': 'risk' } }", "a", "env=Prod")]
    [InlineData("{ 'name': 'prod', 'not': { 'tags': { 'env': 'dev' } } }", "PROD", "env=dev")]
    [InlineData("{ 'name': 'prod', 'cloud': 'AWS' }", "PROD", "")]
    [InlineData("{ 'cloud': 'AWS' }", "a", "")]
    [InlineData("{ 'not': { 'tags': { 'env': '*' } } }", "a", "env=Dev")]
    public void Anything_else_is_no_near_match(string match, string name, string tags) =>
        Assert.Equal(Reason.WindowEnd, Decide(Parse(match).Policies!, MatchSectionTests.Tagged(name, tags)).Reason);

    [Fact]
    public void Only_guards_above_the_rule_that_matches_count()
    {
        var policies = PolicyText.Valid("""
            { 'rules': [ { 'name': 'DEV', 'match': { 'name': 'DEV-*' } }, { 'name': 'dev', 'match': { 'name': 'dev-*' } },
                         { 'name': 'guard', 'match': { 'name': 'Dev-*' }, 'protect': true } ] }
            """);

        Assert.Equal("dev", policies.RuleFor(Bench.Dev1)!.Name);
        var near = policies.RuleFor(Bench.Running("dEV-1"))!;
        Assert.Equal(("guard", true), (near.Name, near.IsNearMatch));
    }

    /// <summary>Whatever the case and blanks of a protected name or tag, neither the policies nor people act on the cluster.</summary>
    [Fact]
    public void A_near_match_is_never_acted_on()
    {
        string[] matches =
        [
            "{ 'name': 'ab*' }", "{ 'tags': { 'ab': 'aab' } }", "{ 'name': ['b', 'a?b*'], 'tags': { 'b': ['*b', 'a'] } }",
            "{ 'id': '*ba*', 'not': { 'name': 'zz' } }",
        ];
        Gen.Select(Gen.Int[0, matches.Length - 1], Text, Text, Text, Gen.Bool, Gen.Bool).Sample((which, name, tag, value, isUp, noise) =>
        {
            var policies = Parse(matches[which]).Policies!;
            var meant = Bench.Running(name) with { Id = name, Tags = new Dictionary<string, string> { [tag] = value } };
            if (policies.RuleFor(meant)!.Name != "guard")
                return;
            var cluster = (isUp ? Bench.Running("x") : Bench.Stopped("x")) with
            {
                Id = Changed(name, noise),
                Name = Changed(name, noise),
                Tags = new Dictionary<string, string> { [Changed(tag, !noise)] = Changed(value, noise) },
            };
            var rule = policies.RuleFor(cluster);
            var decision = Decide(policies, cluster);
            Assert.Equal((ClusterAction.None, "guard"), (decision.Action, rule!.Name));
            foreach (var asked in (ClusterAction[])[ClusterAction.Start, ClusterAction.Stop])
            {
                var answer = ManualActionPolicy.Decide(asked, cluster, rule, decision.Record, null, null, Bench.Evening);
                Assert.Equal(ClusterAction.None, answer.Action);
            }
        }, iter: 100 * Check.Iter);

        static string Changed(string text, bool blanks) => blanks ? $" {text.ToUpperInvariant()}\t" : text.ToUpperInvariant();
    }

    private static Gen<string> Text { get; } = Gen.Char["ab"].Array[1, 4].Select(c => new string(c));

    [Fact]
    public void A_plan_names_the_near_matches_at_their_rule()
    {
        var parse = Parse("{ 'tags': { 'env': 'prod' } }");

        (string, string)[] clusters = [("a", "env=Prod"), ("b", "env=prod"), ("c", "ENV =prod")];
        var warning = Assert.Single(NearMatchLint.Check(
            parse, [.. clusters.Select(cluster => MatchSectionTests.Tagged(cluster.Item1, cluster.Item2))]));

        Assert.Equal("$.rules[0].match", warning.Place.Path);
        Assert.Equal("rule 'guard' protects by tag 'env', and 2 clusters have a near match: a, c", warning.Message);
    }
}

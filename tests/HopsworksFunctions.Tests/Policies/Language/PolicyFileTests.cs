using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class PolicyFileTests
{
    [Fact]
    public void Reads_every_member()
    {
        var policies = PolicyText.Valid("""
            { '$schema': './policies.schema.json', 'timeZone': 'Europe/Stockholm', 'dryRun': true,
              'calendars': { 'se': ['2026-12-24..2026-12-26', '*-01-01'] },
              'schedules': {
                'office': { 'up': ['mon-fri 07:00-19:00'], 'except': ['@se'], 'plus': ['2026-11-07 09:00-17:00'] },
                'week': { 'timeZone': 'America/New_York', 'up': ['mon 08:00 > fri 18:00'] } },
              'rules': [
                { 'name': 'production', 'match': { 'tags': { 'env': 'prod' }, 'id': 'a', 'autoscale': false }, 'protect': true },
                { 'name': 'dev', 'match': { 'name': 'dev-*', 'cloud': 'AZURE' }, 'schedule': 'office', 'start': false, 'stop': false, 'enforce': true,
                  'idle': { 'after': '45m', 'samples': 5, 'probe': 'extended' }, 'maxUptime': '14h', 'warn': '15m', 'order': -10, 'dryRun': true,
                  'newClusterGrace': '1h', 'minUptime': '0m', 'minDowntime': '1m', 'manualHold': '2h', 'restoreWorkers': false },
                { 'name': 'rest', 'match': {}, 'manage': false } ],
              'defaults': { 'newClusterGrace': '3h', 'minUptime': '31m', 'minDowntime': '11m', 'manualHold': '5h', 'restoreWorkers': false },
              'limits': { 'maxStopsPerRun': 20, 'maxStopPercent': 50, 'maxConcurrentActions': 2, 'startRetry': { 'max': 3, 'backoff': '1m' } },
              'notify': [ { 'type': 'generic', 'urlSecret': 'hook', 'signingSecret': 'hook-key', 'on': ['warn', 'startFailed'] } ] }
            """);

        Assert.True(policies.DryRun);
        Assert.Equal(["office", "week"], policies.Schedules.Keys);
        Assert.Equal("America/New_York", policies.Schedules["week"].Zone.Id);
        var (production, dev, rest) = (policies.Rules[0], policies.Rules[1], policies.Rules[2]);
        Assert.True(production.Protect);
        Assert.Equal(["a"], production.Match.Id!.All);
        var tag = Assert.Single(production.Match.Tags);
        Assert.Equal(("env", "prod", false), (tag.Name, Assert.Single(tag.Values.All), production.Match.Autoscale));
        Assert.Equal(("dev-*", Cloud.Azure), (Assert.Single(dev.Match.Name!.All), dev.Match.Cloud));
        Assert.Same(policies.Schedules["office"], dev.Schedule);
        Assert.Equal((false, false, true, true, -10), (dev.Start, dev.Stop, dev.Enforce, dev.DryRun, dev.Order));
        Assert.Equal(new(Duration.FromMinutes(45), 5, IdleProbe.Extended), dev.Idle);
        Assert.Equal((Duration.FromHours(14), Duration.FromMinutes(15)), (dev.MaxUptime, dev.Warn));
        var zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
        Assert.Equal(
            new(Duration.FromHours(1), Duration.Zero, Duration.FromMinutes(1), new(Duration.FromHours(2), null, zone), false),
            dev.Settings);
        Assert.False(rest.Manage);
        Assert.Equal(
            new(Duration.FromHours(3), Duration.FromMinutes(31), Duration.FromMinutes(11), new(Duration.FromHours(5), null, zone), false),
            rest.Settings);
        Assert.Equal(new(20, 50, 2, new(3, Duration.FromMinutes(1))), policies.Limits);
        var channel = Assert.Single(policies.Notify);
        Assert.Equal((ChannelType.Generic, "hook", "hook-key"), (channel.Type, channel.UrlSecret, channel.SigningSecret));
        Assert.Equal([EventKind.Warn, EventKind.StartFailed], channel.On.Order());
    }

    [Fact]
    public void Has_the_built_in_values_where_the_file_says_nothing()
    {
        var policies = PolicyText.Valid("{ 'rules': [ { 'name': 'all', 'match': {}, 'idle': { 'after': '1h' } } ] }");

        var rule = Assert.Single(policies.Rules);
        Assert.Equal(
            new(Duration.FromHours(2), Duration.FromMinutes(30), Duration.FromMinutes(10),
                new(Duration.FromHours(4), null, DateTimeZone.Utc), true),
            rule.Settings);
        Assert.Equal((false, true, true, true, false, false, 0),
            (rule.Protect, rule.Manage, rule.Start, rule.Stop, rule.Enforce, rule.DryRun, rule.Order));
        Assert.Equal((null, null, null), (rule.Schedule, rule.MaxUptime, rule.Warn));
        Assert.Equal(new(Duration.FromHours(1), 3, IdleProbe.Yarn), rule.Idle);
        Assert.Equal(new(25, null, 4, new(4, Duration.FromMinutes(5))), policies.Limits);
        Assert.Empty(policies.Notify);
    }

    [Fact]
    public void Takes_schedules_in_UTC_where_no_zone_is_named() =>
        Assert.Equal("UTC", PolicyText.Valid("{ 'schedules': { 's': { 'up': [] } }, 'rules': [] }").Schedules["s"].Zone.Id);

    [Fact]
    public void Takes_comments_trailing_commas_and_a_byte_order_mark() =>
        Assert.Empty(PolicyText.Parse("\uFEFF// our policies\n{ 'rules': [ /* none yet */ ], }").Problems);

    [Fact]
    public void Reports_all_problems_at_once_in_file_order()
    {
        var parse = PolicyText.Parse("""
            { 'timezone': 'Europe/Stockholm',
              'rules': [
                { 'name': 'prod', 'match': { 'tag': {} }, 'protcet': true },
                { 'name': 'dev', 'match': {}, 'schedule': 'ofice', 'warn': '15' } ],
              'schedules': {
                'office': { 'up': ['mon-fri 7:00-19:00', 'mon'], 'timeZone': 'Europe/Stokholm' } },
              'limits': { 'maxStopsPerRun': -1 } }
            """);

        Assert.Null(parse.Policies);
        Assert.Equal(
            [
                "line 1, column 3, $.timezone: there is no member 'timezone' here; did you mean 'timeZone'?",
                "line 3, column 34, $.rules[0].match.tag: there is no member 'tag' here; did you mean 'tags'?",
                "line 3, column 47, $.rules[0].protcet: there is no member 'protcet' here; did you mean 'protect'?",
                "line 4, column 47, $.rules[1].schedule: there is no schedule 'ofice'; did you mean 'office'?",
                "line 4, column 64, $.rules[1].warn: '15' is not a duration; write it like '45m', '1h30m' or '2d'",
                "line 6, column 24, $.schedules.office.up[0]: 'mon-fri 7:00-19:00' is not a window: '7:00' is not a time "
                    + "HH:MM; did you mean '07:00'?",
                "line 6, column 46, $.schedules.office.up[1]: 'mon' is not a window: it must end with its times, HH:MM-HH:MM, such as "
                    + "'mon-fri 07:00-19:00', 'mon 08:00 > fri 18:00' or '2026-12-24 09:00-12:00'",
                "line 6, column 66, $.schedules.office.timeZone: 'Europe/Stokholm' is not an IANA time zone; did you "
                    + "mean 'Europe/Stockholm'?",
                "line 7, column 33, $.limits.maxStopsPerRun: -1 is not a whole number from 0 to 100000",
            ],
            parse.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void Writes_problems_as_compilers_do() => Assert.Equal(
        "policies.json(1,1): error: $: an object is expected here, not an array",
        Assert.Single(PolicyText.Parse("[]").Problems).ToString("policies.json"));

    [Theory]
    [InlineData("null", "$", "an object is expected here, not null")]
    [InlineData("{ 'rules': [ {} ] }", "$.rules[0]", "a rule needs a 'name', which reports will show",
        "'match' is missing; write \"match\": {} if the rule is meant for every cluster")]
    [InlineData("{ 'rules': [ { 'name': ' ', 'match': {} } ] }", "$.rules[0].name", "a rule needs a 'name'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {} }, { 'name': 'a', 'match': {} } ] }", "$.rules[1].name",
        "another rule is named 'a' already")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'enforce': true } ] }", "$.rules[0].enforce",
        "'enforce' holds clusters to a schedule; this rule has none")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': { 'name': '' } } ] }", "$.rules[0].match.name", "leave 'name' out to match any")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': { 'cloud': 'azure' } } ] }", "$.rules[0].match.cloud",
        "'azure' is not one of AZURE, AWS, GCP; did you mean 'AZURE'?")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': { 'tags': { 'env': 1 } } } ] }", "$.rules[0].match.tags.env",
        "a tag's value is a string or a list of strings, not a number")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'idle': {} } ] }", "$.rules[0].idle", "'idle' needs 'after'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'idle': { 'after': '1h', 'samples': 0 } } ] }", "$.rules[0].idle.samples",
        "0 is not a whole number from 1 to 1000")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'order': 1e400 } ] }", "$.rules[0].order",
        "1e400 is not a whole number from -1000000 to 1000000")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'order': 0.5 } ] }", "$.rules[0].order", "0.5 is not a whole number")]
    [InlineData("{ 'rules': [], 'schedules': { 's': {} } }", "$.schedules.s", "a schedule needs 'up', an array of windows")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': [] } } }", "$.schedules.s.union",
        "a union needs the names of the schedules")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': 't' } } }", "$.schedules.s.union",
        "an array of the names of schedules is expected here, not a string")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': [1] } } }", "$.schedules.s.union[0]",
        "the name of a schedule is expected here, as a string, not a number")]
    [InlineData("{ 'rules': [], 'schedules': { 'office': { 'up': [] }, 's': { 'union': ['ofice'] } } }", "$.schedules.s.union[0]",
        "there is no schedule 'ofice'; did you mean 'office'?")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t', 't'] }, 't': { 'up': [] } } }", "$.schedules.s.union[1]",
        "'t' is in this union already")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t'], 'up': ['daily'] }, 't': { 'up': [] } } }", "$.schedules.s.up",
        "a union has no other field than 'timeZone'")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t'], 'timezone': 'UTC' }, 't': { 'up': [] } } }", "$.schedules.s.timezone",
        "there is no member 'timezone' here; did you mean 'timeZone'?")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['s'] } } }", "$.schedules.s.union[0]", "unions cannot contain unions: 's'")]
    [InlineData("{ 'rules': [], 'schedules': { '': { 'up': [] } } }", "$.schedules['']", "a schedule needs a name")]
    [InlineData("{ 'rules': [], 'calendars': { 'a b': [] } }", "$.calendars['a b']", "a calendar's name is a word without spaces")]
    [InlineData("{ 'rules': [], 'notify': [ {} ] }", "$.notify[0]", "'type' is missing", "'urlSecret' is missing",
        "'on' is missing: an array of the events to tell, of warn, stop, start,")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'https://x', 'on': [] } ] }", "$.notify[0].urlSecret",
        "'https://x' is not the name of a secret")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'Teams', 'urlSecret': 'x', 'on': [] } ] }", "$.notify[0].type",
        "did you mean 'teams'?")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'on': ['notfollowed'] } ] }", "$.notify[0].on[0]",
        "did you mean 'notFollowed'?")]
    [InlineData("{ 'rules': [], 'rules': [] }", "$.rules", "'rules' is given twice; keep one of them")]
    public void Says_what_is_wrong(string json, string path, params string[] messages)
    {
        var problems = PolicyText.Parse(json).Problems;

        Assert.All(problems, p => Assert.Equal(path, p.Place.Path));
        Assert.Equal(messages.Length, problems.Count);
        Assert.All(messages.Zip(problems), p => Assert.Contains(p.First, p.Second.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4.0")]
    [InlineData("4e0")]
    [InlineData("40e-1")]
    public void Takes_a_whole_number_however_it_is_written(string number) =>
        Assert.Equal(4, PolicyText.Valid($"{{ 'rules': [], 'limits': {{ 'maxStopsPerRun': {number} }} }}").Limits.MaxStopsPerRun);

    [Fact]
    public void Tells_schedules_apart_whose_calendar_has_changed()
    {
        Assert.NotEqual(Fingerprint("@se", "2026-12-24"), Fingerprint("@se", "2026-12-25"));
        Assert.NotEqual(
            Fingerprint("*-01-01", "2026-12-24", "  @se  09:00-10:00"), Fingerprint("*-01-01", "2026-12-25", "  @se  09:00-10:00"));
        Assert.Equal(Fingerprint("*-01-01", "2026-12-24"), Fingerprint("*-01-01", "2026-12-25"));

        static string Fingerprint(string except, string calendar, string plus = "sat 09:00-10:00") => PolicyText.Valid($$"""
            { 'calendars': { 'se': ['{{calendar}}'] }, 'rules': [],
              'schedules': { 's': { 'up': ['mon 07:00-19:00'], 'except': ['{{except}}'], 'plus': ['{{plus}}'] } } }
            """).Schedules["s"].Fingerprint;
    }
}

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
                  'newClusterGrace': '1h', 'minUptime': '0m', 'minDowntime': '1m', 'manualHold': '2h', 'restoreWorkers': false,
                  'observe': true },
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
            new(Duration.FromHours(1), Duration.Zero, Duration.FromMinutes(1), new(Duration.FromHours(2), null, zone), false)
            {
                Observe = true,
            },
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
                "line 1, column 3, $.timezone: unknown field 'timezone'. Did you mean 'timeZone'?",
                "line 3, column 34, $.rules[0].match.tag: unknown field 'tag'. Did you mean 'tags'?",
                "line 3, column 47, $.rules[0].protcet: unknown field 'protcet'. Did you mean 'protect'?",
                "line 4, column 47, $.rules[1].schedule: unknown schedule 'ofice'. Did you mean 'office'?",
                "line 4, column 64, $.rules[1].warn: '15' is not a duration. Write 45m, 1h30m or 2d",
                "line 6, column 24, $.schedules.office.up[0]: 'mon-fri 7:00-19:00' is not a window: '7:00' is not "
                    + "HH:MM. Did you mean '07:00'?",
                "line 6, column 46, $.schedules.office.up[1]: 'mon' is not a window: missing times at the end: HH:MM-HH:MM. Write "
                    + "'mon-fri 07:00-19:00', 'mon 08:00 > fri 18:00' or '2026-12-24 09:00-12:00'",
                "line 6, column 66, $.schedules.office.timeZone: 'Europe/Stokholm' is not an IANA time zone. Did you "
                    + "mean 'Europe/Stockholm'?",
                "line 7, column 33, $.limits.maxStopsPerRun: expected a whole number from 0 to 100000, got -1",
            ],
            parse.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void Writes_problems_as_compilers_do() => Assert.Equal(
        "policies.json(1,1): error: $: expected an object, got an array",
        Assert.Single(PolicyText.Parse("[]").Problems).ToString("policies.json"));

    [Theory]
    [InlineData("null", "$", "expected an object, got null")]
    [InlineData("{ 'rules': [ {} ] }", "$.rules[0]", "missing field 'name': reports show it",
        "missing field 'match'. Write \"match\": {} to match every cluster")]
    [InlineData("{ 'rules': [ { 'name': ' ', 'match': {} } ] }", "$.rules[0].name", "missing field 'name'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {} }, { 'name': 'a', 'match': {} } ] }", "$.rules[1].name",
        "duplicate rule name 'a'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'enforce': true } ] }", "$.rules[0].enforce",
        "'enforce' needs 'schedule' or 'scheduleTag'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': { 'name': '' } } ] }", "$.rules[0].match.name", "Remove it to match any")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': { 'cloud': 'azure' } } ] }", "$.rules[0].match.cloud",
        "expected one of AZURE, AWS, GCP, got 'azure'. Did you mean 'AZURE'?")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': { 'tags': { 'env': 1 } } } ] }", "$.rules[0].match.tags.env",
        "expected a string or a list of strings as tag value, got a number")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'idle': {} } ] }", "$.rules[0].idle", "'idle' needs 'after'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'idle': { 'after': '1h', 'samples': 0 } } ] }", "$.rules[0].idle.samples",
        "expected a whole number from 1 to 1000, got 0")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': {} } ] }", "$.rules[0].backup",
        "'backup' needs either 'before' or 'at', such as \"backup\": { \"before\": \"stop\" } or")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'before': 'stop', 'at': '02:00' } } ] }", "$.rules[0].backup",
        "'backup' needs either 'before' or 'at'")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'before': 'stopp' } } ] }", "$.rules[0].backup.before",
        "expected one of stop, got 'stopp'. Did you mean 'stop'?")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'at': '2:00' } } ] }", "$.rules[0].backup.at",
        "'2:00' is not a time of day. Write it as \"02:00\"")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'at': '02:00', 'atMost': '2h' } } ] }", "$.rules[0].backup.atMost",
        "'atMost' is for 'before'. Remove it")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'before': 'stop', 'atMost': '2d' } } ] }",
        "$.rules[0].backup.atMost", "'atMost' is too long: the maximum is 1 day")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'at': '02:00', 'keep': 0 } } ] }", "$.rules[0].backup.keep",
        "expected a whole number from 1 to 100, got 0")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'order': 1e400 } ] }", "$.rules[0].order",
        "expected a whole number from -1000000 to 1000000, got 1e400")]
    [InlineData("{ 'rules': [ { 'name': 'a', 'match': {}, 'order': 0.5 } ] }", "$.rules[0].order", "got 0.5")]
    [InlineData("{ 'rules': [], 'schedules': { 's': {} } }", "$.schedules.s", "missing field 'up': a list of windows")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': [] } } }", "$.schedules.s.union",
        "a union needs at least one schedule name")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': 't' } } }", "$.schedules.s.union",
        "expected a list of schedule names, got a string")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': [1] } } }", "$.schedules.s.union[0]",
        "expected a schedule name as a string, got a number")]
    [InlineData("{ 'rules': [], 'schedules': { 'office': { 'up': [] }, 's': { 'union': ['ofice'] } } }", "$.schedules.s.union[0]",
        "unknown schedule 'ofice'. Did you mean 'office'?")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t', 't'] }, 't': { 'up': [] } } }", "$.schedules.s.union[1]",
        "duplicate schedule 't' in this union. Keep one")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t'], 'up': ['daily'] }, 't': { 'up': [] } } }", "$.schedules.s.up",
        "a union has no other field than 'timeZone'")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['t'], 'timezone': 'UTC' }, 't': { 'up': [] } } }", "$.schedules.s.timezone",
        "unknown field 'timezone'. Did you mean 'timeZone'?")]
    [InlineData("{ 'rules': [], 'schedules': { 's': { 'union': ['s'] } } }", "$.schedules.s.union[0]", "unions cannot contain unions: 's'")]
    [InlineData("{ 'rules': [], 'schedules': { '': { 'up': [] } } }", "$.schedules['']", "a schedule needs a name")]
    [InlineData("{ 'rules': [], 'calendars': { 'a b': [] } }", "$.calendars['a b']", "a calendar needs a name without spaces")]
    [InlineData("{ 'rules': [], 'notify': [ {} ] }", "$.notify[0]", "missing field 'type'", "missing field 'urlSecret'",
        "missing field 'on': a list of events (warn, stop, start,")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'severity': 'info' } ] }", "$.notify[0].severity",
        "expected one of information, warning, error, got 'info'")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'https://x', 'on': [] } ] }", "$.notify[0].urlSecret",
        "'https://x' is not a Key Vault secret name")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'Teams', 'urlSecret': 'x', 'on': [] } ] }", "$.notify[0].type",
        "Did you mean 'teams'?")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'on': ['notfollowed'] } ] }", "$.notify[0].on[0]",
        "Did you mean 'notFollowed'?")]
    [InlineData("{ 'rules': [ { 'name': 'dev', 'match': {} } ], 'notify': [ "
        + "{ 'type': 'teams', 'urlSecret': 'x', 'on': [], 'rules': ['d*', 'dve'] } ] }", "$.notify[0].rules[1]",
        "'dve' matches no rule. Did you mean 'dev'?")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'on': [], 'rules': [] } ] }", "$.notify[0].rules",
        "an empty list names no rule. Remove it to hear of all rules")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x-{team}', 'on': [] } ] }", "$.notify[0].urlSecret",
        "'x-{team}' is a pattern, which needs 'byTag', the tag with the owner of a cluster")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'byTag': 'team', 'on': [] } ] }", "$.notify[0].urlSecret",
        "'x' must contain {team} once, after 1 to 60 letters, digits and hyphens and before at most 40, such as \"slack-{team}\"")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': '{team}', 'byTag': 'team', 'on': [] } ] }",
        "$.notify[0].urlSecret", "must contain {team} once, after 1 to 60")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'on': [], 'quiet': { 'windows': ['nights'] } } ] }",
        "$.notify[0].quiet.windows[0]", "'nights' is not a window")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'on': [], 'quiet': { 'windows': [] } } ] }",
        "$.notify[0].quiet", "'quiet' needs 'windows': a list of windows such as \"daily 20:00-07:00\"")]
    [InlineData("{ 'rules': [], 'notify': [ { 'type': 'teams', 'urlSecret': 'x', 'fallback': 'y', 'on': [] } ] }", "$.notify[0].fallback",
        "'fallback' needs 'byTag', the tag with the owner of a cluster")]
    [InlineData("{ 'rules': [], 'rules': [] }", "$.rules", "duplicate field 'rules'. Keep one")]
    public void Says_what_is_wrong(string json, string path, params string[] messages)
    {
        var problems = PolicyText.Parse(json).Problems;

        Assert.All(problems, p => Assert.Equal(path, p.Place.Path));
        Assert.Equal(messages.Length, problems.Count);
        Assert.All(messages.Zip(problems), p => Assert.Contains(p.First, p.Second.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Reads_when_to_back_up_and_what_to_keep()
    {
        var rules = PolicyText.Valid("""
            { 'rules': [ { 'name': 'a', 'match': {}, 'backup': { 'before': 'stop' } },
              { 'name': 'b', 'match': {}, 'backup': { 'before': 'stop', 'atMost': '90m', 'keep': 100 } },
              { 'name': 'c', 'match': {}, 'backup': { 'at': '02:00', 'keep': 1 } }, { 'name': 'd', 'match': {} } ] }
            """).Rules;

        Assert.Equal(
            [new(null, 7, Duration.FromHours(3)), new(null, 100, Duration.FromMinutes(90)), new(new(2, 0), 1, Duration.FromHours(3)), null],
            rules.Select(rule => rule.Backup));
        // Backup settings do not affect when clusters run.
        Assert.Single(rules.Select(rule => rule.Fingerprint).Distinct());
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

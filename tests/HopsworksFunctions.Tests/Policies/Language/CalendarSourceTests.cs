using System.Text;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class CalendarSourceTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 10, 12, 0);

    [Theory]
    [InlineData("{ 'country': 'SE' }", "country SE")]
    [InlineData("[{ 'country': 'DE-BY' }, '2026-12-28..2026-12-30', { 'ics': 'more holidays.ics' }]",
        "country DE-BY, ics more holidays.ics")]
    [InlineData("{ 'ics': 'https://a.blob.core.windows.net/c/x.ics?sig=kEyMaRkEr' }", "ics https://a.blob.core.windows.net/c/x.ics")]
    public void Names_its_sources(string calendar, string sources)
    {
        var parse = Parse(calendar);

        Assert.Empty(parse.Problems);
        Assert.All(parse.Sources, use => Assert.Equal("c", use.Calendar));
        Assert.Equal(sources, string.Join(", ", parse.Sources.Select(use => use.Source)));
    }

    [Theory]
    [InlineData("{ 'country': 'se' }", "$.calendars.c.country",
        "'se' is not a country or region code such as SE or DE-BY. Did you mean 'SE'?")]
    [InlineData("{ 'country': 'UK' }", "$.calendars.c.country", "unknown country 'UK'. Did you mean 'GB'? Use one of AT, AU, BE,")]
    [InlineData("{ 'country': 'XX' }", "$.calendars.c.country", "unknown country 'XX'. Use one of AT, AU, BE,")]
    [InlineData("{ 'country': 'DE-BX' }", "$.calendars.c.country", "unknown region 'DE-BX'. Did you mean 'DE-BB'? Use one of DE-BB,")]
    [InlineData("{ 'country': 'CH-XX' }", "$.calendars.c.country", "unknown region 'CH-XX'")]
    [InlineData("{ 'country': 'MX' }", "$.calendars.c.country",
        "the holidays of 'MX' cannot be computed reliably. Use a file, as in { \"ics\": \"holidays.ics\" }")]
    [InlineData("{ 'country': 'CH-TI' }", "$.calendars.c.country", "the holidays of 'CH-TI' cannot be computed reliably. Use a file")]
    [InlineData("{ 'country': 7 }", "$.calendars.c.country",
        "expected a country or region code such as SE or DE-BY, got a")]
    [InlineData("{ 'ics': 'http://x.example/a.ics' }", "$.calendars.c.ics",
        "write a file name such as holidays.ics, or a blob's address")]
    [InlineData("{ 'ics': '' }", "$.calendars.c.ics", "write a file name such as holidays.ics, or a blob's address")]
    [InlineData("[{}]", "$.calendars.c[0]", "a source needs 'country', such as SE or DE-BY, or 'ics', a file")]
    [InlineData("[{ 'country': 'SE', 'ics': 'x' }]", "$.calendars.c[0]", "a source has 'country' or 'ics', not both")]
    [InlineData("{ 'contry': 'SE' }", "$.calendars.c.contry", "unknown field 'contry'. Did you mean 'country'?")]
    [InlineData("'SE'", "$.calendars.c", "expected a list of dates and sources, or one source, got a string")]
    [InlineData("[7]", "$.calendars.c[0]",
        "expected a date as a string, or a source such as { \"country\": \"SE\" }, got a number")]
    public void Says_what_is_wrong_with_a_source(string calendar, string path, string message) => Assert.Contains(
        Parse(calendar).Problems, p => p.Place.Path == path && p.Message.StartsWith(message, StringComparison.Ordinal));

    [Fact]
    public void The_order_of_a_calendar_changes_no_rule_and_another_source_does()
    {
        var known = Fingerprint("['2026-12-24', { 'country': 'SE' }]");

        Assert.Equal(known, Fingerprint("[{ 'country': 'SE' }, '2026-12-24']"));
        Assert.Equal(Fingerprint("[{ 'country': 'SE' }]"), Fingerprint("{ 'country': 'SE' }"));
        Assert.NotEqual(known, Fingerprint("['2026-12-24', { 'country': 'DK' }]"));

        static string Fingerprint(string calendar) => Parse(calendar).Policies!.Rules[0].Fingerprint;
    }

    [Theory]
    [InlineData("2025-12-25", "all dates in calendar 'c' have passed, including those of its sources")]
    [InlineData("", "calendar 'c' has no dates")]
    [InlineData("2025-12-25 2027-01-01", null)]
    public void Doubts_a_calendar_by_what_its_source_gives(string dates, string? warning)
    {
        var given = dates.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => NodaTime.Text.LocalDatePattern.Iso.Parse(d).Value);
        var parse = Parse("{ 'country': 'SE' }", new() { [new CalendarSource.Country("SE")] = new([new(null, given.ToHashSet())]) });

        var warnings = PolicyLint.Check(parse, Now).Select(w => w.Message).ToList();

        if (warning is null)
            Assert.Empty(warnings);
        else
            Assert.StartsWith(warning, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Doubts_a_source_that_nothing_uses() => Assert.StartsWith(
        "no schedule uses calendar 'c'",
        Assert.Single(PolicyLint.Check(PolicyText.Parse("{ 'calendars': { 'c': { 'country': 'SE' } }, 'rules': [] }"), Now)).Message,
        StringComparison.Ordinal);

    /// <summary>At noon on 29 December, the last two days become holidays, but that day was not the last workday when it began.</summary>
    [Theory]
    [InlineData("2026-12-29T13:00:00Z", false)]
    [InlineData("2026-12-31T13:00:00Z", false)]
    [InlineData("2027-12-29T13:00:00Z", true)]
    public void A_day_that_has_begun_becomes_no_last_workday(string at, bool isUp)
    {
        LocalDate[] days = [new(2026, 12, 30), new(2026, 12, 31), new(2027, 12, 30), new(2027, 12, 31)];
        var parse = PolicyFile.Parse(
            """
            { "calendars": { "c": { "country": "SE" } }, "rules": [],
              "schedules": { "s": { "up": ["last workday 00:00-24:00"], "except": ["@c"] } } }
            """u8,
            new Dictionary<CalendarSource, SourceDates>
            {
                [new CalendarSource.Country("SE")] = new(
                    [new(null, new HashSet<LocalDate>()), new(Instant.FromUtc(2026, 12, 29, 12, 0), days.ToHashSet())]),
            });

        Assert.Equal(isUp, parse.Policies!.Schedules["s"].IsUp(NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value));
    }

    /// <summary>The decisions that docs/policies.md gives for its example.</summary>
    [Theory]
    [InlineData("2027-01-06T07:30:00Z", false)]
    [InlineData("2027-01-06T08:30:00Z", true)]
    [InlineData("2027-01-06T11:30:00Z", false)]
    [InlineData("2026-06-19T10:00:00Z", false)]
    [InlineData("2026-12-29T10:00:00Z", false)]
    [InlineData("2026-12-22T10:00:00Z", true)]
    public async Task The_example_of_the_documentation_decides_as_it_says(string at, bool isUp)
    {
        var docs = File.ReadAllText(Repository.PathTo("docs/policies.md"));
        var example = docs[docs.IndexOf("### Calendars", StringComparison.Ordinal)..].Split("```jsonc\n")[1].Split("```")[0];
        var parse = await CalendarPolicies.ParseAsync(
            Encoding.UTF8.GetBytes(example), SourceReader.OfDeveloper("."), CalendarRange.Around(Now),
            TestContext.Current.CancellationToken);

        Assert.Empty(PolicyLint.Check(parse, Now));
        Assert.Equal(isUp, parse.Policies!.Schedules["office"].IsUp(NodaTime.Text.InstantPattern.ExtendedIso.Parse(at).Value));
    }

    private static PolicyParse Parse(string calendar, Dictionary<CalendarSource, SourceDates>? dates = null) => PolicyFile.Parse(
        Encoding.UTF8.GetBytes($$"""
            { 'calendars': { 'c': {{calendar}} }, 'schedules': { 's': { 'up': ['mon-fri 07:00-19:00'], 'except': ['@c'] } },
              'rules': [ { 'name': 'r', 'match': {}, 'schedule': 's' } ] }
            """.Replace('\'', '"')), dates);
}

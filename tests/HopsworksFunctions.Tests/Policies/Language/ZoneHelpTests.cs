using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Tests.Policies.Language;

/// <summary>Help for an unknown time zone. A suggestion that is hours off would pass unnoticed, and stop clusters hours early.</summary>
public sealed partial class ZoneHelpTests
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    public static TheoryData<string, string> WindowsIds()
    {
        var ids = new TheoryData<string, string>();
        foreach (var (windowsId, zone) in Source.WindowsMapping.PrimaryMapping.Where(m => !DateTimeZoneProviders.Tzdb.Ids.Contains(m.Key)))
            ids.Add(windowsId, zone);
        return ids;
    }

    [Theory, MemberData(nameof(WindowsIds))]
    public void Names_the_zone_of_every_Windows_id(string windowsId, string zone)
    {
        foreach (var text in (string[])[windowsId, windowsId.ToUpperInvariant(), $" {windowsId} "])
        {
            Assert.StartsWith($"'{text}' is not an IANA time zone. Use '", Problem(text), StringComparison.Ordinal);
            Assert.Equal(Source.CanonicalIdMap[zone], Source.CanonicalIdMap[Assert.Single(Suggested(text))]);
        }
    }

    [Theory]
    [InlineData("W. Europe Standard Time", ". Use 'Europe/Berlin'")]
    [InlineData("eastern standard time", ". Use 'America/New_York'")]
    [InlineData("India Standard Time", ". Use 'Asia/Kolkata'")]
    [InlineData("Greenwich Standard Time", ". Use 'Atlantic/Reykjavik'")]
    [InlineData("UTC-11", ". Use 'Etc/GMT+11', which is UTC-11")]
    [InlineData("EDT", ". Use 'America/New_York'")]
    [InlineData("est", ". Use 'America/New_York'")]
    [InlineData("IST", " and means several. Use 'Asia/Kolkata', 'Asia/Jerusalem' or 'Europe/Dublin'")]
    [InlineData("europe/stockholm", ". Did you mean 'Europe/Stockholm'?")]
    [InlineData("America/New York", ". Did you mean 'America/New_York'?")]
    [InlineData("utc", ". Did you mean 'UTC'?")]
    [InlineData("Stockholm", ". Did you mean 'Europe/Stockholm'?")]
    [InlineData("new york", ". Did you mean 'America/New_York'?")]
    [InlineData("Europe/Stokholm", ". Did you mean 'Europe/Stockholm'?")]
    [InlineData("Euope/Amsterdm", ". Did you mean 'Europe/Amsterdam'?")]
    [InlineData("UTC+1", " but an offset, which does not follow daylight saving time. Use the zone of a city, such as 'Europe/Berlin'")]
    [InlineData("GMT +05:30", " but an offset, which does not follow daylight saving time. Use the zone of a city, such as 'Asia/Kolkata'")]
    [InlineData("-11:30", " but an offset, which does not follow daylight saving time. Use the zone of a city")]
    [InlineData("UTC+00:00", ". Use 'UTC'")]
    // These are similar in spelling, but hours away.
    [InlineData("Asia/Delhi", "")]
    [InlineData("Asia/Mumbai", "")]
    [InlineData("Asia/Beijing", "")]
    [InlineData("Europe/Milan", "")]
    [InlineData("America/London", "")]
    [InlineData("America/Manaua", "")]
    [InlineData("Etc/GMT+15", "")]
    [InlineData("Etc/UTC+1", "")]
    [InlineData("CET+1", "")]
    [InlineData("EST5", "")]
    [InlineData("Eastern", "")]
    [InlineData("East", "")]
    [InlineData("", "")]
    public void Says_which_zone_is_meant_if_that_is_certain(string text, string help) =>
        Assert.Equal($"'{text}' is not an IANA time zone{help}", Problem(text));

    [Theory]
    [InlineData("-10:00", "HST")]
    [InlineData("-09:00", "AKST HDT")]
    [InlineData("-08:00", "PST AKDT")]
    [InlineData("-07:00", "MST PDT")]
    [InlineData("-06:00", "CST MDT")]
    [InlineData("-05:00", "EST CDT COT PET")]
    [InlineData("-04:00", "EDT AST CLT")]
    [InlineData("-03:30", "NST")]
    [InlineData("-03:00", "ADT BRT ART CLST")]
    [InlineData("-02:30", "NDT")]
    [InlineData("+01:00", "BST WEST WAT MEZ")]
    [InlineData("+02:00", "CEST MESZ SAST CAT")]
    [InlineData("+03:00", "EEST MSK TRT EAT IDT")]
    [InlineData("+03:30", "IRST")]
    [InlineData("+04:00", "GST")]
    [InlineData("+05:00", "PKT")]
    [InlineData("+05:30", "IST")]
    [InlineData("+05:45", "NPT")]
    [InlineData("+07:00", "ICT WIB")]
    [InlineData("+08:00", "SGT HKT MYT PHT AWST WITA")]
    [InlineData("+09:00", "JST KST WIT")]
    [InlineData("+09:30", "ACST")]
    [InlineData("+10:00", "AEST")]
    [InlineData("+10:30", "ACDT")]
    [InlineData("+11:00", "AEDT")]
    [InlineData("+12:00", "NZST")]
    [InlineData("+13:00", "NZDT")]
    public void Names_a_zone_in_which_an_abbreviation_is_the_time_of_January_or_July(string offset, string abbreviations)
    {
        var expected = OffsetPattern.GeneralInvariant.Parse(offset).Value;
        foreach (var abbreviation in abbreviations.Split(' '))
        {
            // Lower case is needed, because a few of them are also zone IDs.
            var (january, july) = Offsets(Suggested(abbreviation.ToLowerInvariant())[0]);
            Assert.True(january == expected || july == expected, $"{abbreviation}: {january} and {july}");
        }
    }

    [Fact]
    public void Names_a_zone_that_exists_for_every_abbreviation()
    {
        Assert.InRange(ZoneAbbreviations.Meanings.Count, 60, 100);
        Assert.All(ZoneAbbreviations.Meanings.Values.SelectMany(zones => zones), zone =>
            Assert.Contains(zone, DateTimeZoneProviders.Tzdb.Ids));
    }

    [Fact]
    public void Names_a_city_with_the_offset_that_was_written()
    {
        foreach (var quarters in Enumerable.Range(-48, 105).Where(q => q != 0))
        {
            var offset = Offset.FromSeconds(quarters * 900);
            var text = $"GMT{OffsetPattern.GeneralInvariant.Format(offset)}";
            Assert.All(Suggested(text), zone =>
                Assert.True(Offsets(zone) is var (january, july) && (january == offset || july == offset), $"{text}: {zone}"));
        }
    }

    [Fact]
    public void Never_takes_a_typing_error_for_a_zone_of_another_offset()
    {
        var suggested = 0;
        var known = DateTimeZoneProviders.Tzdb.Ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var id in Source.ZoneLocations!.Select(l => l.ZoneId))
        {
            for (var i = id.IndexOf('/', StringComparison.Ordinal) + 1; i < id.Length; i++)
            {
                foreach (var typed in (string[])[id.Remove(i, 1), id.Insert(i, "x"), $"{id[..i]}q{id[(i + 1)..]}"])
                {
                    if (known.Contains(typed))
                        continue;
                    Assert.All(Suggested(typed), zone => Assert.Equal(Offsets(id), Offsets(zone)));
                    suggested += Suggested(typed).Count;
                }
            }
        }
        Assert.True(suggested > 5000, $"{suggested}");
    }

    [Fact]
    public void Says_the_same_of_the_zone_of_a_schedule() =>
        Assert.Equal(
            ("$.schedules.s.timeZone", "'JST' is not an IANA time zone. Use 'Asia/Tokyo'"),
            PolicyText.Parse("{ 'schedules': { 's': { 'timeZone': 'JST', 'up': [] } }, 'rules': [] }").Problems
                .Select(p => (p.Place.Path, p.Message)).Single());

    private static string Problem(string text) =>
        Assert.Single(PolicyText.Parse($"{{ 'timeZone': '{text}', 'rules': [] }}").Problems).Message;

    private static List<string> Suggested(string text) =>
        [.. Quoted().Matches(ZoneHelp.For(text)).Select(m => m.Groups[1].Value)];

    private static (Offset January, Offset July) Offsets(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        return (zone.GetUtcOffset(Instant.FromUtc(2027, 1, 10, 12, 0)), zone.GetUtcOffset(Instant.FromUtc(2027, 7, 10, 12, 0)));
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}

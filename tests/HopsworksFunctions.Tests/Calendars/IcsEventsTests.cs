using System.Text;
using HopsworksFunctions.Core.Calendars;

namespace HopsworksFunctions.Tests.Calendars;

/// <summary>iCalendar texts as calendars export them.</summary>
public sealed class IcsEventsTests
{
    private const string Google = """
        PRODID:-//Google Inc//Google Calendar 70.9054//EN
        VERSION:2.0
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        X-WR-CALNAME:Holidays in Sweden
        X-WR-TIMEZONE:UTC
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20260106
        DTEND;VALUE=DATE:20260107
        DTSTAMP:20260601T120000Z
        UID:20260106_a@google.com
        CLASS:PUBLIC
        DESCRIPTION:Public holiday\, long text that Google folds at 75 octets so th
         at it goes on here
        STATUS:CONFIRMED
        SUMMARY:Trettondeda
         gen
        TRANSP:TRANSPARENT
        END:VEVENT
        BEGIN:VEVENT
        DTSTART;VALUE=DATE:20260606
        DTEND;VALUE=DATE:20260607
        UID:20260606_a@google.com
        STATUS:CANCELLED
        SUMMARY:Cancelled
        END:VEVENT
        BEGIN:VEVENT
        DTSTART:20260707T080000Z
        DTEND:20260707T170000Z
        UID:meeting@google.com
        SUMMARY:A meeting is no day off
        END:VEVENT
        """;

    private const string Outlook = """
        PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
        VERSION:2.0
        METHOD:PUBLISH
        BEGIN:VTIMEZONE
        TZID:W. Europe Standard Time
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:040000008200E00074C5B7101A82E008
        DTSTART;TZID="W. Europe Standard Time":20261224T000000
        DTEND;TZID="W. Europe Standard Time":20261227T000000
        SUMMARY;LANGUAGE=de:Betriebsruhe
        X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
        X-MICROSOFT-CDO-BUSYSTATUS:OOF
        END:VEVENT
        BEGIN:VEVENT
        UID:weekly
        DTSTART;TZID=Customized Time Zone:20260105T000000
        DTEND;TZID=Customized Time Zone:20260106T000000
        RRULE:FREQ=WEEKLY;UNTIL=20260125T230000Z;BYDAY=MO
        EXDATE;TZID=Customized Time Zone:20260112T000000
        SUMMARY:Every Monday
        END:VEVENT
        BEGIN:VEVENT
        UID:midnight-utc
        DTSTART:20260301T000000Z
        DTEND:20260302T000000Z
        SUMMARY:From one to one in Berlin
        END:VEVENT
        """;

    private const string Apple = """
        VERSION:2.0
        PRODID:-//Apple Inc.//macOS 15.1//EN
        CALSCALE:GREGORIAN
        BEGIN:VEVENT
        UID:E2B5A0D1
        DTSTART;VALUE=DATE:20200501
        DURATION:P2D
        RRULE:FREQ=YEARLY
        EXDATE;VALUE=DATE:20270501
        SUMMARY:Bridge
        END:VEVENT
        BEGIN:VEVENT
        UID:E2B5A0D1
        RECURRENCE-ID;VALUE=DATE:20280501
        DTSTART;VALUE=DATE:20280503
        DTEND;VALUE=DATE:20280504
        SUMMARY:Bridge\, moved
        END:VEVENT
        BEGIN:VEVENT
        UID:E2B5A0D1
        RECURRENCE-ID;VALUE=DATE:20290501
        DTSTART;VALUE=DATE:20290501
        STATUS:CANCELLED
        END:VEVENT
        BEGIN:VEVENT
        UID:E2B5A0D1
        RECURRENCE-ID;VALUE=DATE:20300501
        DTSTART:20300501T080000Z
        DTEND:20300501T090000Z
        SUMMARY:Became a meeting
        END:VEVENT
        """;

    private const string German = """
        VERSION:2.0
        PRODID:-//feiertage-deutschland//DE
        BEGIN:VEVENT
        UID:20260604@feiertage
        DTSTART;VALUE=DATE:20260604
        SUMMARY:Fronleichnam (Bayern)
        END:VEVENT
        BEGIN:VEVENT
        UID:ferien@feiertage
        DTSTART;VALUE=DATE:20251222
        DTEND;VALUE=DATE:20260103
        SUMMARY:Weihnachtsferien
        END:VEVENT
        """;

    [Theory]
    [InlineData(Google, 2026, 2026, "2026-01-06 Trettondedagen")]
    [InlineData(Outlook, 2026, 2026,
        "2026-01-05 Every Monday; 2026-01-19 Every Monday; 2026-12-24 Betriebsruhe; 2026-12-25 Betriebsruhe; 2026-12-26 Betriebsruhe")]
    [InlineData(Apple, 2026, 2031,
        "2026-05-01 Bridge; 2026-05-02 Bridge; 2028-05-03 Bridge, moved; 2031-05-01 Bridge; 2031-05-02 Bridge")]
    [InlineData(German, 2026, 2026, "2026-01-01 Weihnachtsferien; 2026-01-02 Weihnachtsferien; 2026-06-04 Fronleichnam (Bayern)")]
    public void Reads_what_calendars_export(string lines, int from, int to, string days) => Assert.Equal(
        days, string.Join("; ", IcsEvents.Days(Text(lines), CalendarRange.OfYears(from, to)).Select(d => $"{d.Date:uuuu-MM-dd} {d.Name}")));

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData(" \r\n", "the file is empty")]
    [InlineData("<!DOCTYPE html><html>", "the file is not iCalendar: it must begin with BEGIN:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:2026", "the file is cut off")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "the file has no all-day events")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260301T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
        "the file has no all-day events")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20269999\r\nEND:VEVENT\r\nEND:VCALENDAR",
        "the file is not valid iCalendar (RFC 5545): ")]
    [InlineData("BEGIN:VCALENDAR\r\n\0\u0001;;;===\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
        "the file is not valid iCalendar (RFC 5545): ")]
    public void Says_why_it_cannot_read_others(string text, string problem)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var refusal = Assert.Throws<CalendarSourceException>(() => IcsEvents.Days(bytes, CalendarRange.OfYears(2026, 2026)));

        Assert.StartsWith(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_ten_thousand_events_and_no_more()
    {
        static byte[] Many(int count) => Text(string.Join('\n', Enumerable.Range(0, count).Select(i =>
            $"BEGIN:VEVENT\nUID:{i}\nDTSTART;VALUE=DATE:{new DateOnly(2026, 1, 1).AddDays(i % 365):yyyyMMdd}\nEND:VEVENT")));

        Assert.Equal(365, IcsEvents.Days(Many(10_000), CalendarRange.OfYears(2026, 2026)).Count);
        var refusal = Assert.Throws<CalendarSourceException>(() => IcsEvents.Days(Many(10_001), CalendarRange.OfYears(2026, 2026)));
        Assert.Equal("the file has too many events: 10001, the maximum is 10000", refusal.Message);
    }

    [Theory]
    [InlineData(47, "RRULE:FREQ=DAILY", "the file has more than 100000 dates")]
    [InlineData(1_001, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "the file has too many recurring events: 1001, the maximum is 1000")]
    [InlineData(1_001, "RDATE;VALUE=DATE:20260102", "the file has too many recurring events: 1001, the maximum is 1000")]
    public void All_series_of_a_file_share_what_it_may_cost(int series, string rule, string problem)
    {
        var text = Text(string.Join('\n', Enumerable.Range(0, series).Select(i =>
            $"BEGIN:VEVENT\nUID:{i}\nDTSTART;VALUE=DATE:20240101\n{rule}\nEND:VEVENT")));

        Assert.Equal(problem, Assert.Throws<CalendarSourceException>(
            () => IcsEvents.Days(text, CalendarRange.OfYears(2025, 2030))).Message);
    }

    [Theory]
    [InlineData("RRULE:FREQ=DAILY", 2191)]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 1)]
    public void Reads_an_endless_series_as_far_as_the_range_goes(string rule, int days) => Assert.Equal(days, IcsEvents.Days(
        Text($"BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:19000101\n{rule}\nEND:VEVENT"), CalendarRange.OfYears(2025, 2030)).Count);

    internal static byte[] Text(string lines) =>
        Encoding.UTF8.GetBytes($"BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n".Replace("\n", "\r\n", StringComparison.Ordinal));
}

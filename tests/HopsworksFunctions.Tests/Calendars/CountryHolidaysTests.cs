using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Tests.Calendars;

/// <summary>Checks the package against what governments publish, and the app's list of codes against the package.</summary>
public sealed class CountryHolidaysTests
{
    [Theory]
    // Lag 1989:253, and the three eves that are also days off in Sweden.
    [InlineData("SE", 2026, "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-19 06-20 10-31 12-24 12-25 12-26 12-31")]
    [InlineData("DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26")]
    [InlineData("DE-BY", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26")]
    [InlineData("DE-BE", 2026, "01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26")]
    [InlineData("DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26")]
    // gov.uk/bank-holidays: substitutes for days that fall on a weekend, and Scotland's day for the World Cup.
    [InlineData("GB", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData("GB-SCT", 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28")]
    [InlineData("GB-NIR", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28")]
    // opm.gov: holidays on a weekend are observed on Friday or Monday, even in the year before.
    [InlineData("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25")]
    [InlineData("US", 2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31")]
    [InlineData("FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25")]
    [InlineData("FR-67", 2026, "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 12-26")]
    [InlineData("DK", 2026, "01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26")]
    [InlineData("NO", 2026, "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26")]
    [InlineData("AT", 2026, "01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26")]
    [InlineData("CH", 2026, "01-01 05-14 08-01 12-25")]
    [InlineData("PL", 2026, "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26")]
    [InlineData("IE", 2026, "01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25 12-26")]
    [InlineData("CA-BC", 2026, "01-01 02-16 04-03 05-18 07-01 08-03 09-07 09-30 10-12 11-11 12-25")]
    [InlineData("NZ-AUK", 2026, "01-01 01-02 01-26 02-06 04-03 04-06 04-27 06-01 07-10 10-26 12-25 12-28")]
    [InlineData("NL", 2025, "01-01 04-21 04-26 05-05 05-29 06-09 12-25 12-26")]
    public void Has_the_official_holidays(string code, int year, string dates) => Assert.Equal(
        dates, string.Join(' ', CountryHolidays.Days(code, CalendarRange.OfYears(year, year)).Select(day => $"{day.Date:MM-dd}")));

    [Fact]
    public void Has_names_and_some_dates_for_every_code_that_the_language_knows_and_for_every_year() =>
        Assert.All(CountryCode.Countries.Concat(CountryCode.Regions), code =>
        {
            Assert.True(CountryHolidays.Knows(code), code);
            foreach (var year in Enumerable.Range(2020, 41))
            {
                var days = CountryHolidays.Days(code, CalendarRange.OfYears(year, year));
                Assert.InRange(days.Count, 3, 30);
                Assert.All(days, day => Assert.False(string.IsNullOrWhiteSpace(day.Name), $"{code} {day.Date}"));
                Assert.Equal(days.Select(day => day.Date).Distinct().Order(), days.Select(day => day.Date));
            }
        });

    [Fact]
    public void Says_that_it_does_not_know_a_year() => Assert.Equal(
        "the holidays of TR in 2126 are not known",
        Assert.Throws<CalendarSourceException>(() => CountryHolidays.Days("TR", CalendarRange.OfYears(2126, 2126))).Message);

    [Fact]
    public void Documents_every_country_and_region()
    {
        var docs = File.ReadAllText(Repository.PathTo("docs/policies.md"));

        Assert.Contains(string.Join(' ', CountryCode.Countries), docs, StringComparison.Ordinal);
        Assert.All(CountryCode.Regions, region => Assert.Contains(region, docs, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_a_day_off_after_its_holiday() => Assert.Equal(
        new CalendarDay(new LocalDate(2026, 7, 3), "Independence Day"),
        CountryHolidays.Days("US", CalendarRange.OfYears(2026, 2026)).Single(day => day.Date.Month == 7));
}

using HopsworksFunctions.Policies.Language;
using NodaTime.Text;
using PublicHoliday;
using Cantons = PublicHoliday.SwitzerlandPublicHoliday.Cantons;
using States = PublicHoliday.AustraliaPublicHoliday.States;

namespace HopsworksFunctions.Tests.Calendars;

/// <summary>
/// Why countries and regions are left out: a date, and whether it is a holiday. If a new version of the package gets it right, this fails;
/// then compare all days of that country, and include it.
/// </summary>
public sealed class LeftOutHolidaysTests
{
    private static readonly Dictionary<string, (PublicHolidayBase Package, string Date, bool IsHoliday)> Reasons = new()
    {
        ["CA"] = (new CanadaPublicHoliday(), "2026-04-06", false),
        ["KZ"] = (new KazakhstanPublicHoliday(), "2026-12-01", false),
        ["ME"] = (new MontenegroPublicHoliday(), "2026-04-13", false),
        ["MX"] = (new MexicoPublicHoliday(), "2026-10-01", false),
        ["RS"] = (new SerbianPublicHoliday(), "2026-04-10", true),
        ["SK"] = (new SlovakiaPublicHoliday(), "2026-11-17", false),
        ["AU-ACT"] = (Australia(States.ACT), "2026-06-01", true),
        ["AU-NT"] = (Australia(States.NT), "2026-04-27", false),
        ["CA-AB"] = (new CanadaPublicHoliday("AB"), "2026-09-30", false),
        ["CA-NB"] = (new CanadaPublicHoliday("NB"), "2026-09-30", false),
        ["CA-NL"] = (new CanadaPublicHoliday("NL"), "2026-08-03", false),
        ["CA-NS"] = (new CanadaPublicHoliday("NS"), "2026-05-18", false),
        ["CA-NT"] = (new CanadaPublicHoliday("NT"), "2026-06-22", false),
        ["CA-NU"] = (new CanadaPublicHoliday("NU"), "2026-07-09", true),
        ["CA-ON"] = (new CanadaPublicHoliday("ON"), "2026-09-30", false),
        ["CA-PE"] = (new CanadaPublicHoliday("PE"), "2026-05-18", false),
        ["CA-QC"] = (new CanadaPublicHoliday("QC"), "2026-09-30", false),
        ["CA-SK"] = (new CanadaPublicHoliday("SK"), "2026-09-30", false),
        ["CA-YT"] = (new CanadaPublicHoliday("YT"), "2026-06-24", false),
        ["CH-AG"] = (Switzerland(Cantons.AG), "2026-05-01", true),
        ["CH-AR"] = (Switzerland(Cantons.AR), "2026-05-01", false),
        ["CH-FR"] = (Switzerland(Cantons.FR), "2026-05-01", false),
        ["CH-GL"] = (Switzerland(Cantons.GL), "2026-04-09", true),
        ["CH-GR"] = (Switzerland(Cantons.GR), "2026-01-06", false),
        ["CH-JU"] = (Switzerland(Cantons.JU), "2026-06-23", true),
        ["CH-LU"] = (Switzerland(Cantons.LU), "2026-01-06", false),
        ["CH-NE"] = (Switzerland(Cantons.NE), "2026-06-04", true),
        ["CH-NW"] = (Switzerland(Cantons.NW), "2026-01-02", true),
        ["CH-OW"] = (Switzerland(Cantons.OW), "2026-09-25", true),
        ["CH-SO"] = (Switzerland(Cantons.SO), "2026-12-08", false),
        ["CH-TI"] = (Switzerland(Cantons.TI), "2026-06-29", true),
        ["FR-971"] = (France(FrancePublicHoliday.Regions.Guadeloupe), "2026-03-12", true),
        ["FR-MF"] = (France(FrancePublicHoliday.Regions.SaintMartin), "2026-07-21", true),
        ["FR-PF"] = (France(FrancePublicHoliday.Regions.PolynesieFrancaise), "2026-06-29", false),
        ["FR-WF"] = (France(FrancePublicHoliday.Regions.WallisEtFutuna), "2026-06-29", true),
    };

    // The package fails when two holidays fall on one date.
    private static readonly Dictionary<string, (PublicHolidayBase Package, int Year)> Failures = new()
    {
        ["FR-972"] = (France(FrancePublicHoliday.Regions.Martinique), 2031),
        ["FR-973"] = (France(FrancePublicHoliday.Regions.Guyane), 2030),
    };

    [Fact]
    public void The_package_is_wrong_on_a_day_of_each() => Assert.All(Reasons, reason =>
    {
        var (package, date, isHoliday) = reason.Value;
        var days = package.PublicHolidays(int.Parse(date[..4], null));
        Assert.True(days.Contains(LocalDatePattern.Iso.Parse(date).Value.ToDateTimeUnspecified()) != isHoliday, reason.Key);
    });

    [Fact]
    public void The_package_fails_in_a_year_of_each() => Assert.All(Failures.Values, failure =>
        Assert.Throws<ArgumentException>(() => failure.Package.PublicHolidays(failure.Year)));

    [Fact]
    public void There_is_a_reason_for_each() => Assert.Equal(
        CountryCode.LeftOut.Order(StringComparer.Ordinal), Reasons.Keys.Concat(Failures.Keys).Order(StringComparer.Ordinal));

    private static AustraliaPublicHoliday Australia(States state) => new() { State = state };

    private static SwitzerlandPublicHoliday Switzerland(Cantons canton) => new(false, false, false) { Canton = canton };

    private static FrancePublicHoliday France(FrancePublicHoliday.Regions region) => new() { Region = region };
}

using NodaTime;
using PublicHoliday;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>
/// The public holidays of a country or region, as the package PublicHoliday computes them: the observed days off. Codes are those of
/// <c>CountryCode</c>, which also lists codes for which the package has errors that <see cref="HolidayCorrections"/> does not fix; the
/// tests say on which day.
/// </summary>
internal static class CountryHolidays
{
    private static readonly Dictionary<string, Func<PublicHolidayBase>> Countries = new()
    {
        ["AT"] = () => new AustriaPublicHoliday(),
        ["AU"] = () => new AustraliaPublicHoliday(),
        ["BE"] = () => new BelgiumPublicHoliday(),
        ["BR"] = () => new BrazilPublicHoliday(),
        ["CA-BC"] = () => new CanadaPublicHoliday("BC"),
        ["CA-MB"] = () => new CanadaPublicHoliday("MB"),
        ["CH"] = () => new SwitzerlandPublicHoliday(false, false, false),
        ["CZ"] = () => new CzechRepublicPublicHoliday(),
        ["DE"] = () => new GermanPublicHoliday(),
        // This leaves out the days that are customary but not holidays by law.
        ["DK"] = () => new DenmarkPublicHoliday(false, false, false, false, false),
        ["EE"] = () => new EstoniaPublicHoliday(),
        ["ES"] = () => new SpainPublicHoliday(),
        // This includes the eves of Midsummer and Christmas, which the law on annual leave counts among the holidays.
        ["FI"] = () => new FinlandPublicHoliday(true),
        ["FR"] = () => new FrancePublicHoliday(),
        ["GB"] = () => new UKBankHoliday(),
        ["GR"] = () => new GreecePublicHoliday(),
        ["HR"] = () => new CroatiaPublicHoliday(),
        ["HU"] = () => new HungaryPublicHoliday(),
        ["IE"] = () => new IrelandPublicHoliday(),
        ["IT"] = () => new ItalyPublicHoliday(),
        ["JP"] = () => new JapanPublicHoliday(),
        ["LT"] = () => new LithuaniaPublicHoliday(),
        ["LU"] = () => new LuxembourgPublicHoliday(),
        ["LV"] = () => new LatviaPublicHoliday(),
        // 5 May is a day off in every fifth year only.
        ["NL"] = () => new DutchPublicHoliday(true),
        ["NO"] = () => new NorwayPublicHoliday(),
        ["NZ"] = () => new NewZealandPublicHoliday(),
        ["PL"] = () => new PolandPublicHoliday(),
        ["PT"] = () => new PortugalPublicHoliday(),
        ["RO"] = () => new RomanianPublicHoliday(),
        ["SE"] = () => new SwedenPublicHoliday(),
        ["SI"] = () => new SloveniaPublicHoliday(),
        ["TR"] = () => new TurkeyPublicHoliday(),
        ["US"] = () => new USAPublicHoliday(),
        ["ZA"] = () => new SouthAfricaPublicHoliday(),
    };

    // These are regions with a name in the package that is not the ISO code.
    private static readonly Dictionary<string, Func<PublicHolidayBase>> Regions = new()
    {
        ["FR-57"] = () => France(FrancePublicHoliday.Regions.AlsaceMoselle),
        ["FR-67"] = () => France(FrancePublicHoliday.Regions.AlsaceMoselle),
        ["FR-68"] = () => France(FrancePublicHoliday.Regions.AlsaceMoselle),
        ["FR-974"] = () => France(FrancePublicHoliday.Regions.Reunion),
        ["FR-976"] = () => France(FrancePublicHoliday.Regions.Mayotte),
        ["FR-BL"] = () => France(FrancePublicHoliday.Regions.SaintBarthelemy),
        ["FR-NC"] = () => France(FrancePublicHoliday.Regions.NouvelleCaledonie),
        ["GB-ENG"] = () => new UKBankHoliday(UKBankHoliday.UkCountries.England),
        ["GB-NIR"] = () => new UKBankHoliday(UKBankHoliday.UkCountries.NorthernIreland),
        ["GB-SCT"] = () => new UKBankHoliday(UKBankHoliday.UkCountries.Scotland),
        ["GB-WLS"] = () => new UKBankHoliday(UKBankHoliday.UkCountries.Wales),
        ["NZ-AUK"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.AUCKLAND),
        ["NZ-CAN"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.CANTERBURY),
        ["NZ-CIT"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.CHATHAM_ISLANDS),
        ["NZ-HKB"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.HAWKES_BAY),
        ["NZ-MBH"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.MARLBOROUGH),
        ["NZ-NSN"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.NELSON),
        ["NZ-NTL"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.NORTHLAND),
        ["NZ-OTA"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.OTAGO),
        ["NZ-STL"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.SOUTHLAND),
        ["NZ-TKI"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.TARANAKI),
        ["NZ-WGN"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.WELLINGTON),
        ["NZ-WTC"] = () => NewZealand(NewZealandPublicHoliday.ProvincialDistricts.WESTLAND),
        ["PT-20"] = () => new PortugalPublicHoliday { Region = PortugalPublicHoliday.Regions.Acores },
        ["PT-30"] = () => new PortugalPublicHoliday { Region = PortugalPublicHoliday.Regions.Madeira },
    };

    /// <summary>Returns whether there are holidays for a code.</summary>
    public static bool Knows(string code) => Find(code) is not null;

    /// <summary>Returns the holidays in a range, in order, one for each date.</summary>
    public static IReadOnlyList<CalendarDay> Days(string code, CalendarRange range)
    {
        var holidays = Find(code) ?? throw new CalendarSourceException($"no holidays are known for {code}");
        var days = new SortedDictionary<LocalDate, CalendarDay>();
        // New Year's Day of the next year may be observed in the last week of December.
        for (var year = range.From.Year; year <= range.To.Year + 1; year++)
        {
            foreach (var day in OfYear(holidays, code, year).Where(day => range.Contains(day.Date)))
                days.TryAdd(day.Date, day);
        }
        return [.. days.Values];
    }

    private static List<CalendarDay> OfYear(PublicHolidayBase holidays, string code, int year)
    {
        try
        {
            // Two holidays may fall on one date.
            var names = Names(holidays, year).ToLookup(name => LocalDate.FromDateTime(name.Date), name => name.Name);
            return HolidayCorrections.Apply(code, year, [.. holidays.PublicHolidays(year).Select(LocalDate.FromDateTime)
                .Select(date => new CalendarDay(date, names[date].FirstOrDefault()))]);
        }
        catch (ArgumentException e)
        {
            // The Islamic calendar of .NET ends in 2077.
            throw new CalendarSourceException($"the holidays of {code} in {year} are not known", e);
        }
    }

    private static PublicHolidayBase? Find(string code)
    {
        if ((Countries.GetValueOrDefault(code) ?? Regions.GetValueOrDefault(code)) is { } known)
            return known();
        return code.Split('-') switch
        {
            ["AU", var state] when Enum.TryParse<AustraliaPublicHoliday.States>(state, out var known1) =>
                new AustraliaPublicHoliday { State = known1 },
            ["CH", var canton] when Enum.TryParse<SwitzerlandPublicHoliday.Cantons>(canton, out var known2) =>
                new SwitzerlandPublicHoliday(false, false, false) { Canton = known2 },
            ["DE", var state] when Enum.TryParse<GermanPublicHoliday.States>(state, out var known3) =>
                new GermanPublicHoliday { State = known3 },
            _ => null,
        };
    }

    private static FrancePublicHoliday France(FrancePublicHoliday.Regions region) => new() { Region = region };

    private static NewZealandPublicHoliday NewZealand(NewZealandPublicHoliday.ProvincialDistricts district) =>
        new() { ProvincialDistrict = district };

    /// <summary>
    /// Returns the names by the date of the day off. The package's own list of names needs cultures for the United States, which this app
    /// does not have, and fails for France if two holidays fall on one date.
    /// </summary>
    private static IEnumerable<(DateTime Date, string Name)> Names(PublicHolidayBase holidays, int year) => holidays switch
    {
        USAPublicHoliday => holidays.PublicHolidaysInformation(year).Select(h => (h.ObservedDate, Words(h.IdTextLocalization))),
        FrancePublicHoliday => holidays.PublicHolidaysInformation(year).Select(h => (h.ObservedDate, h.EnglishName)),
        _ => holidays.PublicHolidayNames(year).Select(name => (name.Key, name.Value)),
    };

    private static string Words(string pascalCase) =>
        string.Concat(pascalCase.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $" {c}" : $"{c}"));
}

using System.Text.RegularExpressions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>The countries and regions with known public holidays, by ISO 3166 code.</summary>
internal static partial class CountryCode
{
    public static IReadOnlyList<string> Countries { get; } = [.. (
        "AT AU BE BR CH CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LT LU LV NL NO NZ PL PT RO SE SI TR US ZA").Split(' ')];

    public static IReadOnlyList<string> Regions { get; } = [.. (
        "AU-NSW AU-QLD AU-SA AU-TAS AU-VIC AU-WA CA-BC CA-MB CH-AI CH-BE CH-BL CH-BS CH-GE CH-SG CH-SH CH-SZ CH-TG CH-UR " +
        "CH-VD CH-VS CH-ZG CH-ZH DE-BB DE-BE DE-BW DE-BY DE-HB DE-HE DE-HH DE-MV DE-NI DE-NW DE-RP DE-SH DE-SL DE-SN " +
        "DE-ST DE-TH FR-57 FR-67 FR-68 FR-974 FR-976 FR-BL FR-NC GB-ENG GB-NIR GB-SCT GB-WLS NZ-AUK NZ-CAN NZ-CIT NZ-HKB " +
        "NZ-MBH NZ-NSN NZ-NTL NZ-OTA NZ-STL NZ-TKI NZ-WGN NZ-WTC PT-20 PT-30").Split(' ')];

    /// <summary>The codes for which the computed holidays are wrong, so that a nearby code is no help.</summary>
    public static IReadOnlyList<string> LeftOut { get; } = [.. (
        "CA KZ ME MX RS SK AU-ACT AU-NT CA-AB CA-NB CA-NL CA-NS CA-NT CA-NU CA-ON CA-PE CA-QC CA-SK CA-YT CH-AG CH-AR " +
        "CH-FR CH-GL CH-GR CH-JU CH-LU CH-NE CH-NW CH-OW CH-SO CH-TI FR-971 FR-972 FR-973 FR-MF FR-PF FR-WF").Split(' ')];

    /// <summary>Returns the problem with a code, and what would be right; null for a known code.</summary>
    public static string? Wrong(string code)
    {
        if (Countries.Contains(code) || Regions.Contains(code))
            return null;
        if (LeftOut.Contains(code))
            return $"the holidays of '{code}' cannot be computed reliably. Use a file, as in {{ \"ics\": \"holidays.ics\" }}";
        var country = code.Split('-')[0];
        var others = string.Join(", ", Regions.Where(r => r.StartsWith($"{country}-", StringComparison.Ordinal)));
        if (!Shape().IsMatch(code))
        {
            var suggestion = Suggestion.For(code, [.. Countries, .. Regions]);
            return $"'{code}' is not a country or region code such as SE or DE-BY{suggestion}";
        }
        if (others.Length > 0)
            return $"{SentenceText.End($"unknown region '{code}'{Suggestion.For(code, Regions)}")} Use one of {others}";
        // The United Kingdom is the one country that people know by another code.
        var near = country == "UK" ? ". Did you mean 'GB'?" : Suggestion.For(country, Countries);
        return $"{SentenceText.End($"unknown country '{code}'{near}")} Use one of {string.Join(", ", Countries)}";
    }

    [GeneratedRegex(@"^[A-Z]{2}(-[A-Z0-9]{1,3})?\z")]
    private static partial Regex Shape();
}

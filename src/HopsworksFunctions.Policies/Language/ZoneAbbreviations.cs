namespace HopsworksFunctions.Policies.Language;

/// <summary>
/// The abbreviations that people write instead of a zone's id. None is accepted, because several zones share some of them, and each that
/// names standard or daylight saving time is wrong for half of the year.
/// </summary>
internal static class ZoneAbbreviations
{
    /// <summary>The zones that an abbreviation stands for, the most likely one first.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Meanings = Table([
        "America/New_York: ET EST EDT", "America/Chicago: CT CDT", "America/Chicago Asia/Shanghai America/Havana: CST",
        "America/Denver: MT MDT", "America/Denver America/Phoenix: MST", "America/Los_Angeles: PT PST PDT",
        "America/Anchorage: AKT AKST AKDT", "Pacific/Honolulu: HST", "America/Adak: HDT", "America/Halifax: ADT",
        "America/Halifax Asia/Riyadh: AST", "America/St_Johns: NST NDT", "America/Sao_Paulo: BRT", "America/Argentina/Buenos_Aires: ART",
        "America/Santiago: CLT CLST", "America/Bogota: COT", "America/Lima: PET",
        "Europe/London Asia/Dhaka: BST", "Europe/Berlin: CEST CEDT MEZ MESZ MEST", "Europe/Helsinki: EEST EEDT", "Europe/Lisbon: WEST",
        "Europe/Moscow: MSK", "Europe/Istanbul: TRT",
        "Asia/Kolkata Asia/Jerusalem Europe/Dublin: IST", "Asia/Jerusalem: IDT", "Asia/Dubai: GST", "Asia/Tehran: IRST",
        "Asia/Karachi: PKT", "Asia/Kathmandu: NPT", "Asia/Bangkok: ICT", "Asia/Jakarta: WIB", "Asia/Makassar: WITA", "Asia/Jayapura: WIT",
        "Asia/Singapore: SGT", "Asia/Kuala_Lumpur: MYT", "Asia/Hong_Kong: HKT", "Asia/Manila: PHT PHST",
        "Asia/Tokyo: JST", "Asia/Seoul: KST",
        "Africa/Lagos: WAT", "Africa/Maputo: CAT", "Africa/Johannesburg: SAST", "Africa/Nairobi: EAT",
        "Australia/Perth: AWST", "Australia/Adelaide Australia/Darwin: ACST", "Australia/Adelaide: ACDT",
        "Australia/Sydney Australia/Brisbane: AEST", "Australia/Sydney: AET AEDT", "Pacific/Auckland: NZST NZDT",
    ]);

    private static readonly Dictionary<int, string> Cities = new()
    {
        [-600] = "Pacific/Honolulu", [-540] = "America/Anchorage", [-480] = "America/Los_Angeles", [-420] = "America/Denver",
        [-360] = "America/Chicago", [-300] = "America/New_York", [-240] = "America/Halifax", [-210] = "America/St_Johns",
        [-180] = "America/Sao_Paulo", [0] = "Europe/London", [60] = "Europe/Berlin", [120] = "Europe/Helsinki", [180] = "Europe/Istanbul",
        [210] = "Asia/Tehran", [240] = "Asia/Dubai", [300] = "Asia/Karachi", [330] = "Asia/Kolkata", [345] = "Asia/Kathmandu",
        [360] = "Asia/Dhaka", [420] = "Asia/Bangkok", [480] = "Asia/Singapore", [540] = "Asia/Tokyo", [570] = "Australia/Adelaide",
        [600] = "Australia/Sydney", [720] = "Pacific/Auckland",
    };

    /// <summary>Returns a well-known city with this standard offset, in minutes east of UTC; null for none.</summary>
    public static string? CityAt(int minutes) => Cities.GetValueOrDefault(minutes);

    private static Dictionary<string, string[]> Table(string[] lines)
    {
        var meanings = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            var (zones, abbreviations) = (line.Split(": ")[0], line.Split(": ")[1]);
            foreach (var abbreviation in abbreviations.Split(' '))
                meanings.Add(abbreviation, zones.Split(' '));
        }
        return meanings;
    }
}

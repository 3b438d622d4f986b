using System.Security.Cryptography;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads a policy file: JSON with comments and trailing commas. Finds all problems at once.</summary>
public static class PolicyFile
{
    public const int MaxBytes = 256 * 1024;

    /// <param name="dates">The dates from the calendars' sources. A source that is missing here has no dates.</param>
    public static PolicyParse Parse(ReadOnlySpan<byte> utf8, IReadOnlyDictionary<CalendarSource, SourceDates>? dates = null)
    {
        if (utf8.Length > MaxBytes)
            return new(null, null, [TooLarge]);
        var problems = new List<Problem>();
        var root = JsonText.Parse(utf8, problems);
        return root is null ? new(null, null, problems)
            : Parse(root, Convert.ToHexStringLower(SHA256.HashData(utf8))[..12], problems, dates);
    }

    private static Problem TooLarge => Problem.Error(new(JsonPath.Root, 1, 1),
        $"the file is larger than {MaxBytes / 1024} KB. Use patterns, lists and 'defaults' instead of many rules, and iCalendar files for "
            + "many dates");

    /// <summary>Reads policies inside another JSON text, such as a scenario.</summary>
    public static PolicyParse Parse(
        JsonNode root, string version, List<Problem>? problems = null, IReadOnlyDictionary<CalendarSource, SourceDates>? dates = null)
    {
        problems ??= [];
        var file = new ObjectReader(root, problems);
        file.String("$schema");
        var zone = ScheduleSection.Zone(file, "timeZone") ?? NodaTime.DateTimeZone.Utc;
        var dryRun = file.Boolean("dryRun") ?? false;
        var calendars = new CalendarSection(file, problems, dates).Read();
        var schedules = ScheduleSection.Schedules(file, zone, calendars.Calendars, problems);
        var defaults = RuleSection.Defaults(file, zone, problems);
        var rules = RuleSection.Rules(file, schedules, defaults, problems);
        var limits = LimitSection.Limits(file, problems);
        var notify = NotifySection.Read(file, rules, zone, calendars.Calendars, problems);
        file.RejectUnknownMembers();
        if (problems.Any(p => p.Severity == Severity.Error))
        {
            return new(null, root, [.. problems.OrderBy(p => p.Place.Line).ThenBy(p => p.Place.Column)])
            {
                Sources = calendars.Sources
            };
        }
        var given = calendars.Words.ToList();
        var policies = new PolicySet
        {
            Version = given.Count == 0 || dates is null ? version : Fingerprint.Of(given.Prepend(version)),
            Fingerprint = Fingerprint.Of(Fingerprint.Words(root, "$schema", "notify").Concat(given)),
            DryRun = dryRun,
            Zone = zone,
            Schedules = schedules.Valid,
            Rules = rules,
            Limits = limits,
            Notify = notify,
        };
        return new(policies, root, problems) { Sources = calendars.Sources, Calendars = calendars.Calendars.Valid };
    }
}

/// <summary>The result of reading a policy file, with problems in file order. The policies are null if any problem is an error.</summary>
/// <param name="Root">The file's JSON; null if it is not valid JSON.</param>
public sealed record PolicyParse(PolicySet? Policies, JsonNode? Root, IReadOnlyList<Problem> Problems)
{
    /// <summary>The sources of the calendars, in file order.</summary>
    public IReadOnlyList<SourceUse> Sources { get; init; } = [];

    /// <summary>The calendars of valid policies.</summary>
    internal IReadOnlyDictionary<string, DateSet> Calendars { get; init; } = new Dictionary<string, DateSet>();

    /// <summary>Returns the first errors as one text, each with the file's name.</summary>
    public string Errors(string file) =>
        FirstProblems.Of([.. Problems.Where(p => p.Severity == Severity.Error)]).Join(p => p.ToString(file));
}

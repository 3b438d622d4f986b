using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies;

/// <summary>A valid policy file.</summary>
public sealed record PolicySet
{
    private readonly RuleTable table = new([]);

    /// <summary>
    /// The first characters of the file's SHA-256, or, if calendars have sources, of a hash that includes their dates. It identifies the
    /// version in force in reports and the audit log.
    /// </summary>
    public required string Version { get; init; }
    /// <summary>Differs if the file's content differs, except for layout, comments and channels.</summary>
    public required string Fingerprint { get; init; }
    /// <summary>Whether runs decide and record, but send nothing to Hopsworks.ai.</summary>
    public bool DryRun { get; init; }
    /// <summary>The file's time zone: the default of its schedules, and the zone of messages about the fleet.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;
    public required IReadOnlyDictionary<string, Schedule> Schedules { get; init; }
    /// <summary>The rules in file order; the first that matches a cluster applies.</summary>
    public required IReadOnlyList<Rule> Rules
    {
        get;
        init => (field, table) = (value, new(value));
    }
    public required Limits Limits { get; init; }
    public required IReadOnlyList<NotificationChannel> Notify { get; init; }

    /// <summary>
    /// Returns the first rule that matches, or a protecting rule before it that the cluster almost matches; null for none. The rule has the
    /// schedule that the cluster's tag names.
    /// </summary>
    public Rule? RuleFor(Cluster cluster) => table.RuleFor(cluster);

    /// <summary>Returns the first rule with this fingerprint, under any schedule that a tag can name; null for none.</summary>
    public Rule? RuleOf(string fingerprint) =>
        Rules.SelectMany(rule => rule.Variants).FirstOrDefault(rule => rule.Fingerprint == fingerprint);
}

/// <summary>
/// Limits on unexpected stops and on concurrent actions. <paramref name="MaxStopPercent"/> is a percentage of the managed running clusters;
/// null for no such limit.
/// </summary>
public sealed record Limits(int MaxStopsPerRun, int? MaxStopPercent, int MaxConcurrentActions, RetryLimit Retry)
{
    public static readonly Limits BuiltIn = new(25, null, 4, new(4, Duration.FromMinutes(5)));
}

/// <summary>The maximum retries of a failed start, and the first pause after any failed action, which doubles up to half an hour.</summary>
public sealed record RetryLimit(int Max, Duration Backoff);

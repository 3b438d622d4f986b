using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies;

/// <summary>A policy file that has been found valid.</summary>
public sealed record PolicySet
{
    /// <summary>First characters of the file's SHA-256, by which reports and audit name the version in force.</summary>
    public required string Version { get; init; }
    /// <summary>Differs when what the file says differs, and not its layout or comments, or where messages go.</summary>
    public required string Fingerprint { get; init; }
    /// <summary>Decide and record, but send nothing to Hopsworks.</summary>
    public bool DryRun { get; init; }
    public required IReadOnlyDictionary<string, Schedule> Schedules { get; init; }
    /// <summary>In file order; the first that matches a cluster is its rule.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }
    public required Limits Limits { get; init; }
    public required IReadOnlyList<NotificationChannel> Notify { get; init; }

    /// <summary>The first rule that matches; null when none does.</summary>
    public Rule? RuleFor(Cluster cluster)
    {
        // By index, since enumerating an interface allocates, here once for each cluster and run.
        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules[i].Match.Matches(cluster))
                return Rules[i];
        }
        return null;
    }
}

/// <summary>
/// Bounds of unforeseen stops and of what goes on at a time; <paramref name="MaxStopPercent"/> is of the managed running clusters,
/// null for no such bound.
/// </summary>
public sealed record Limits(int MaxStopsPerRun, int? MaxStopPercent, int MaxConcurrentActions, RetryLimit Retry)
{
    public static readonly Limits BuiltIn = new(25, null, 4, new(4, Duration.FromMinutes(5)));
}

/// <summary>
/// How often a failed start is tried again, and how long the first pause after any failed action is; it doubles up to half an hour.
/// </summary>
public sealed record RetryLimit(int Max, Duration Backoff);

/// <summary>
/// Where messages go: the channel's kind, the Key Vault secrets with its address and signing key, and the events it wants.
/// </summary>
public sealed record NotificationChannel(ChannelType Type, string UrlSecret, string? SigningSecret, IReadOnlySet<EventKind> On)
{
    /// <summary>What a channel is known by from run to run, such as <c>slack:slack-webhook</c>.</summary>
    public string Key => $"{CamelCase.Of(Type)}:{UrlSecret}";

    /// <summary>Whether the receiver can verify a signature.</summary>
    public bool IsSignable => Type == ChannelType.Generic;
}

public enum ChannelType
{
    Slack,
    Teams,
    Generic,
}

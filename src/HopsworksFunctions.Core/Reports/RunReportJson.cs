using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.Reports;

/// <summary>A run report as shown by HTTP and the CLI, with times in UTC.</summary>
/// <param name="Incidents">The incidents that were open when the run ended; for a plan, those open in the store.</param>
public sealed record RunReportJson(
    string Id,
    string Account,
    string Trigger,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    RunOutcome Outcome,
    string? Error,
    bool LookOnly,
    string? Policies,
    IReadOnlyList<ClusterReportJson> Clusters,
    IReadOnlyList<Notice> Notices,
    IReadOnlyList<IncidentJson> Incidents)
{
    /// <summary>The version of the app that made the report.</summary>
    public string Version { get; init; } = ProductVersion.Text;

    /// <summary>The policy file's time zone; null if there are no policies.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The failure of Hopsworks.ai that ended the run; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureKind? Failure { get; init; }

    /// <summary>The names of the rules, in the order of matching.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The freezes in force when the run started.</summary>
    public IReadOnlyList<FreezeJson> Freezes { get; init; } = [];

    /// <summary>The number of clusters that were usable at each start time of the last 24 hours, earliest first.</summary>
    public IReadOnlyList<ReadyJson> Ready { get; init; } = [];

    /// <summary>The caller's permissions; null if the report has no caller.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AccessJson? Access { get; init; }

    /// <param name="shown">The zone for the times in all sentences. If null, each schedule's own zone is used and named.</param>
    public static RunReportJson From(RunReport report, DateTimeZone? shown = null) => new(
        report.Id, report.Account, report.Trigger, report.StartedAt.ToDateTimeOffset(), report.FinishedAt.ToDateTimeOffset(),
        report.Outcome, report.Error, report.LookOnly, report.Policies,
        [.. report.Clusters.Select(c => ClusterReportJson.From(c, report.StartedAt, shown))], report.Notices,
        [.. report.Incidents.Select(i => new IncidentJson(i.Kind, i.ClusterId, i.Since.ToDateTimeOffset(), i.Message) { Rule = i.Rule })])
    {
        TimeZone = report.Zone?.Id,
        Failure = report.Failure,
        Rules = report.Rules,
        Freezes = [.. report.Freezes.Select(freeze => FreezeJson.From(freeze)!)],
        Ready = [.. ReadySummary.Since(report.Clusters, report.StartedAt - Duration.FromDays(1))
            .Select(ready => ReadyJson.From(ready, shown ?? report.Zone ?? DateTimeZone.Utc, report.StartedAt))],
    };
}

/// <summary>The permissions of a caller.</summary>
/// <param name="Name">The name from sign-in; null if users do not sign in.</param>
/// <param name="May">The permitted operations on the account: <c>run</c>, <c>allowStops</c>, <c>freeze</c>, <c>unfreeze</c>.</param>
public sealed record AccessJson(Role Role, string? Name, IReadOnlyList<string> May);

/// <inheritdoc cref="ReadySummary"/>
/// <param name="Message">The summary in sentences.</param>
public sealed record ReadyJson(
    DateTimeOffset At, DateTimeOffset Counted, int Usable, int Of, int Now, IReadOnlyList<NotReadyJson> Missing, string Message)
{
    public static ReadyJson From(ReadySummary ready, DateTimeZone zone, Instant now) => new(
        ready.At.ToDateTimeOffset(), ready.Counted.ToDateTimeOffset(), ready.Usable, ready.Of, ready.Now,
        [.. ready.Missing.Select(missing => new NotReadyJson(missing.Name, missing.Why) { Shortage = missing.Shortage })],
        ready.Explain(new(zone, now)));
}

/// <inheritdoc cref="NotReady"/>
public sealed record NotReadyJson(string Name, string Why)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shortage? Shortage { get; init; }
}

/// <summary>An incident; <paramref name="ClusterId"/> is null if it does not concern a single cluster.</summary>
public sealed record IncidentJson(EventKind Kind, string? ClusterId, DateTimeOffset Since, string Message)
{
    /// <summary>The rule it concerns; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;

namespace HopsworksFunctions.Core.Reconciliation;

/// <summary>A run report as HTTP, the CLI and the store show it; instants are UTC.</summary>
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
    IReadOnlyList<Notice> Notices)
{
    public static RunReportJson From(RunReport report) => new(
        report.Id, report.Account, report.Trigger, report.StartedAt.ToDateTimeOffset(), report.FinishedAt.ToDateTimeOffset(),
        report.Outcome, report.Error, report.LookOnly, report.Policies,
        [.. report.Clusters.Select(c => ClusterReportJson.From(c, report.StartedAt))], report.Notices);
}

/// <summary>One cluster of a run report.</summary>
/// <param name="Message">The decision in a sentence.</param>
/// <param name="Next">The next stop or start that is foreseen; null when there is none.</param>
public sealed record ClusterReportJson(
    string Id,
    string Name,
    string State,
    string? Rule,
    ClusterAction Action,
    Reason Reason,
    string Message,
    Done Done,
    string? Error,
    NextJson? Next)
{
    public static ClusterReportJson From(ClusterReport report, NodaTime.Instant now) => new(
        report.Cluster.Id, report.Cluster.Name, report.Cluster.StateText, report.Decision.Rule?.Name,
        report.Decision.Action, report.Decision.Reason, report.Decision.Explain(report.Cluster, now), report.Done, report.Error,
        report.Decision.Next is { } next ? new(next.At.ToDateTimeOffset(), next.Up ? Power.Up : Power.Down) : null);
}

/// <summary>A stop (<c>down</c>) or start (<c>up</c>) to come.</summary>
public sealed record NextJson(DateTimeOffset At, Power To);

/// <summary>Problem details (RFC 9457) of a run that came to nothing, with its report.</summary>
public sealed record RunProblem(string Type, string Title, int Status, string? Detail, RunReportJson Report);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(CamelCaseEnumConverter<ClusterAction>),
        typeof(CamelCaseEnumConverter<Done>),
        typeof(CamelCaseEnumConverter<EventKind>),
        typeof(CamelCaseEnumConverter<Power>),
        typeof(CamelCaseEnumConverter<Reason>),
        typeof(CamelCaseEnumConverter<RunOutcome>),
    ])]
[JsonSerializable(typeof(RunReportJson))]
[JsonSerializable(typeof(RunProblem))]
public sealed partial class ReportJsonContext : JsonSerializerContext;

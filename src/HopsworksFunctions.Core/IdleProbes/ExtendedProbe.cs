using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>
/// Checks YARN and, if it is idle, the deployments, running jobs and job schedules of all projects that the key can see, up to the first
/// active one.
/// </summary>
internal sealed class ExtendedProbe(ClusterApi api, YarnProbe yarn, TimeProvider time) : IIdleProbe
{
    private const int MaxProjects = 200;
    private const int PageSize = 200;
    private const int MaxJobs = 20 * PageSize;

    // Hopsworks fails on this filter without the sorting, because only sorting by a field of executions joins the executions.
    private const string RunningJobs =
        "filter_by=latest_execution_state:initializing,new,new_saving,generating_security_material,submitted,accepted,"
        + "starting_app_master,running,aggregating_logs,converting_notebook"
        + "&sort_by=submissiontime:desc&offset=0&limit=1";

    private const int NoServing = 120012;

    // How long a stop is assumed to last when no start is scheduled.
    private static readonly Duration UnboundedStop = Duration.FromHours(24);

    public IdleProbe Probe => IdleProbe.Extended;

    public async ValueTask<Sample> MeasureAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var sample = await yarn.MeasureAsync(target, cancellationToken);
        return sample.Activity != Activity.Quiet ? sample
            : await ProjectsAsync(target.Cluster, StoppedUntil(target.Rule), cancellationToken) ?? sample;
    }

    private Instant StoppedUntil(Rule rule)
    {
        var now = time.GetCurrentInstant();
        return rule is { Start: true, Schedule: { } schedule } && schedule.NextStart(now) is { } start ? start : now + UnboundedStop;
    }

    /// <summary>Returns why the cluster is active or unknown; null if all projects are idle.</summary>
    private async Task<Sample?> ProjectsAsync(Cluster cluster, Instant until, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(cluster, "/project", cancellationToken);
        if (answer.Problem is { } problem)
            return answer.Unknown($"its projects cannot be listed: {problem}");
        switch (ProjectReading.Ids(answer.Json))
        {
            case null:
                return Sample.Unknown("its projects are not a list");
            case []:
                return Sample.Unknown("the key's user is in no project");
            case { Count: > MaxProjects and var count }:
                return Sample.Unknown($"{count} projects, more than the {MaxProjects} a run checks");
            case var ids:
                foreach (var id in ids)
                {
                    if (await ProjectAsync(cluster, id, until, cancellationToken) is { } sample)
                        return sample with { Why = string.Create(CultureInfo.InvariantCulture, $"in project {id}, {sample.Why}") };
                }
                return null;
        }
    }

    private async Task<Sample?> ProjectAsync(Cluster cluster, long id, Instant until, CancellationToken cancellationToken)
    {
        var project = string.Create(CultureInfo.InvariantCulture, $"/project/{id}");
        // A deployment that is starting or updating counts as active, like one that is Running.
        var deployments = await api.GetAsync(cluster, $"{project}/serving", cancellationToken);
        if (deployments is not { Status: 400, ErrorCode: NoServing } && Read(deployments, ProjectReading.Deployments) is { } serving)
            return serving;
        var running = await api.GetAsync(cluster, $"{project}/jobs?{RunningJobs}", cancellationToken);
        return Read(running, ProjectReading.Running) ?? await ScheduledAsync(cluster, project, until, cancellationToken);
    }

    private async Task<Sample?> ScheduledAsync(Cluster cluster, string project, Instant until, CancellationToken cancellationToken)
    {
        for (var offset = 0; ;)
        {
            var path = $"{project}/jobs?sort_by=id:asc&offset={offset}&limit={PageSize}";
            var page = await api.GetAsync(cluster, path, cancellationToken);
            if (Read(page, json => ProjectReading.Scheduled(json, until)) is { } sample)
                return sample;
            var (count, items) = (ClusterAnswer.Count(page.Json, "count"), ProjectReading.Items(page.Json).Count);
            offset += items;
            if (count <= offset)
                return null;
            if (count is null or > MaxJobs || items == 0)
                return Sample.Unknown(count > MaxJobs ? $"more than {MaxJobs} jobs" : "the job list is incomplete");
        }
    }

    private static Sample? Read(ClusterAnswer answer, Func<JsonElement, Sample?> read) =>
        answer.Problem is { } problem ? answer.Unknown(problem) : read(answer.Json);
}

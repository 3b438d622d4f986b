using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>The extended probe's second half: deployments, running jobs and schedules of all projects that the key may see, up to the first that is not quiet.</summary>
internal sealed class ProjectWalk(ClusterApi api, Cluster cluster, Instant until)
{
    private const int MostProjects = 200;
    private const int PageSize = 200;
    private const int MostJobs = 20 * PageSize;

    // Without the sorting, Hopsworks fails on this filter: only an execution's field to sort by joins the executions.
    private const string RunningJobs =
        "filter_by=latest_execution_state:initializing,new,new_saving,generating_security_material,submitted,accepted,starting_app_master,running,aggregating_logs,converting_notebook"
        + "&sort_by=submissiontime:desc&offset=0&limit=1";

    private const int NoServing = 120012;

    /// <summary>Why the cluster is busy or unknown; null when all projects are quiet.</summary>
    public async Task<Sample?> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(cluster, "/project", cancellationToken).ConfigureAwait(false);
        if (answer.Problem is { } problem)
            return Sample.Unknown($"its projects cannot be listed: {problem}");
        switch (ProjectReading.Ids(answer.Json))
        {
            case null:
                return Sample.Unknown("its projects are not a list");
            case []:
                return Sample.Unknown("the key's user is a member of no project");
            case { Count: > MostProjects and var count }:
                return Sample.Unknown($"its {count} projects are more than the {MostProjects} that can be looked at in one run");
            case var ids:
                foreach (var id in ids)
                {
                    if (await ProjectAsync(id, cancellationToken).ConfigureAwait(false) is { } sample)
                        return sample with { Why = string.Create(CultureInfo.InvariantCulture, $"in project {id}, {sample.Why}") };
                }
                return null;
        }
    }

    private async Task<Sample?> ProjectAsync(long id, CancellationToken cancellationToken)
    {
        var project = string.Create(CultureInfo.InvariantCulture, $"/project/{id}");
        // Not only those that are Running: one that starts or updates is somebody's too.
        var deployments = await api.GetAsync(cluster, $"{project}/serving", cancellationToken).ConfigureAwait(false);
        if (deployments is not { Status: 400, ErrorCode: NoServing } && Read(deployments, ProjectReading.Deployments) is { } serving)
            return serving;
        var running = await api.GetAsync(cluster, $"{project}/jobs?{RunningJobs}", cancellationToken).ConfigureAwait(false);
        return Read(running, ProjectReading.Running) ?? await ScheduledAsync(project, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Sample?> ScheduledAsync(string project, CancellationToken cancellationToken)
    {
        for (var offset = 0; ;)
        {
            var page = await api.GetAsync(cluster, $"{project}/jobs?sort_by=id:asc&offset={offset}&limit={PageSize}", cancellationToken).ConfigureAwait(false);
            if (Read(page, json => ProjectReading.Scheduled(json, until)) is { } sample)
                return sample;
            var (count, items) = (ClusterAnswer.Count(page.Json, "count"), ProjectReading.Items(page.Json).Count);
            offset += items;
            if (count <= offset)
                return null;
            if (count is null or > MostJobs || items == 0)
                return Sample.Unknown(count > MostJobs ? $"there are more than {MostJobs} jobs" : "the list of jobs is not complete");
        }
    }

    private static Sample? Read(ClusterAnswer answer, Func<JsonElement, Sample?> read) =>
        answer.Problem is { } problem ? Sample.Unknown(problem) : read(answer.Json);
}

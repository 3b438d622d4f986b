using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator.Http;

/// <summary>The projects in a cluster's own API: bare arrays, no <c>items</c> if there are none, and specific errors.</summary>
internal static class ClusterProjects
{
    public static JsonArray List(EmulatedCluster cluster) => [.. cluster.Projects.Select(project => new JsonObject
    {
        ["project"] = new JsonObject
        {
            ["id"] = project.Id, ["name"] = project.Name, ["owner"] = new JsonObject { ["username"] = "meb10000" },
        },
        ["teamRole"] = "Data owner",
        ["timestamp"] = "2025-10-31T08:36:00.000Z",
    })];

    public static (int Status, JsonNode Body) Deployments(EmulatedProject project, string? status)
    {
        if (!project.HasServing)
            return EmulatedClusterApi.Error(400, 120012, "Feature flag not enabled");
        var shown = project.Deployments.Where(deployment => status is null || deployment.Status == status);
        return (200, new JsonArray([.. shown.Select((deployment, index) => new JsonObject
        {
            ["id"] = index + 1, ["name"] = deployment.Name, ["status"] = deployment.Status,
        })]));
    }

    public static (int Status, JsonNode Body) Jobs(EmulatedProject project, IQueryCollection query, string href)
    {
        IEnumerable<Job> jobs = project.Jobs;
        if (query["filter_by"].ToString() is { Length: > 0 } filter)
        {
            const string LatestState = "latest_execution_state:";
            // Hopsworks joins the latest execution only to sort by it, so it fails to filter by it without that sort order.
            if (!filter.StartsWith(LatestState, StringComparison.Ordinal) ||
                !query["sort_by"].ToString().StartsWith("submissiontime", StringComparison.Ordinal))
                return EmulatedClusterApi.Error(500, 120000, "Web application error occurred");
            var states = filter[LatestState.Length..].Split(',');
            jobs = jobs.Where(job => states.Contains(job.LatestState, StringComparer.OrdinalIgnoreCase));
        }
        var all = jobs.ToList();
        var page = all.Skip(Number("offset") ?? 0).Take(Number("limit") is > 0 and var limit ? limit : int.MaxValue).ToList();
        var body = new JsonObject { ["href"] = href, ["count"] = all.Count };
        if (page.Count > 0)
            body["items"] = new JsonArray([.. page.Select(One)]);
        return (200, body);

        int? Number(string name) => int.TryParse(query[name], out var number) ? number : null;
    }

    private static JsonNode One(Job job, int index)
    {
        var body = new JsonObject
        {
            ["id"] = index + 1, ["name"] = job.Name, ["creationTime"] = "2025-10-31T08:36:00Z", ["jobType"] = "PYSPARK",
        };
        if (job.Schedule is { } schedule)
        {
            body["jobSchedule"] = new JsonObject
            {
                ["id"] = 1,
                ["startDateTime"] = "2025-10-31T08:36:00Z",
                ["enabled"] = schedule.Enabled,
                ["cronExpression"] = "0 0 * ? * * *",
            };
            if (schedule.NextExecutionDateTime is { } next)
                body["jobSchedule"]!["nextExecutionDateTime"] = next;
        }
        return body;
    }
}

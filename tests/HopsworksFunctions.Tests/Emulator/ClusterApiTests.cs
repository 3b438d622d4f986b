using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class ClusterApiTests
{
    [Theory]
    [InlineData(EmulatedActivity.Idle, 0, 0)]
    [InlineData(EmulatedActivity.Busy, 1, 8192)]
    public async Task Metrics_show_the_activity(EmulatedActivity activity, int appsRunning, int allocatedMB)
    {
        await using var emulated = await StartAsync(activity);

        var (status, body) = await ProbeAsync(emulated);

        Assert.Equal(200, status);
        var json = JsonNode.Parse(body)!;
        Assert.Equal((appsRunning, allocatedMB, 0),
            ((int)json["clusterMetrics"]!["appsRunning"]!, (int)json["clusterMetrics"]!["allocatedMB"]!, (int)json["deploying"]!));
    }

    [Fact]
    public async Task Metrics_can_be_scripted_per_cluster()
    {
        await using var emulated = await StartAsync(EmulatedActivity.Idle);
        emulated.Server.ControlPlane.Set("c2", cluster => cluster with { Metrics = new(AppsSubmitted: 7, ContainersPending: 2) });

        Assert.Contains("\"appsSubmitted\":41,", (await ProbeAsync(emulated, "c1")).Body, StringComparison.Ordinal);
        Assert.Contains("\"appsSubmitted\":7,", (await ProbeAsync(emulated, "c2")).Body, StringComparison.Ordinal);
        Assert.Single(emulated.Server.Calls.Of(Operation.Probe, "c2"));
    }

    [Theory]
    [InlineData(null, 200003)]
    [InlineData("Bearer emulator.cluster-kEyMaRkEr", 200003)]
    [InlineData("apikey emulator.cluster-kEyMaRkEr", 200003)]
    [InlineData("ApiKey wrong", 320002)]
    public async Task Only_an_ApiKey_that_is_accepted_will_do(string? authorization, int errorCode)
    {
        await using var emulated = await StartAsync(EmulatedActivity.Idle);

        var (status, body) = await ProbeAsync(emulated, authorization: authorization);

        Assert.Equal((401, errorCode), (status, (int)JsonNode.Parse(body)!["errorCode"]!));
    }

    [Theory]
    [InlineData(403, 320004)]
    [InlineData(500, 100056)]
    public async Task Its_errors_are_those_of_a_cluster(int status, int errorCode)
    {
        await using var emulated = await StartAsync(EmulatedActivity.Idle);
        emulated.Server.Faults.Add(Fault.Gateway(status) with { Operation = Operation.Probe });

        var (actual, body) = await ProbeAsync(emulated);

        Assert.Equal((status, errorCode), (actual, (int)JsonNode.Parse(body)!["errorCode"]!));
    }

    [Theory]
    [InlineData("running", EmulatedActivity.Unreachable)]
    [InlineData("stopped", EmulatedActivity.Idle)]
    public async Task What_is_unreachable_or_does_not_run_answers_nothing(string state, EmulatedActivity activity)
    {
        await using var emulated = await StartAsync(activity);
        emulated.Server.ControlPlane.Set("c1", cluster => cluster with { State = state });

        await Assert.ThrowsAsync<HttpRequestException>(() => ProbeAsync(emulated));
    }

    [Theory]
    [InlineData("project", 200, """[{"project":{"id":119,"name":"demo",""")]
    [InlineData("project/119/serving", 200, """[{"id":1,"name":"a","status":"Running"},{"id":2,"name":"b","status":"Stopped"}]""")]
    [InlineData("project/119/serving?status=Running", 200, """[{"id":1,"name":"a","status":"Running"}]""")]
    [InlineData("project/119/jobs?offset=1&limit=1", 200, ""","count":2,"items":[{"id":1,"name":"once",""")]
    [InlineData("project/119/jobs?filter_by=latest_execution_state:running&sort_by=submissiontime:desc", 200, ""","count":1,"items":[{"id":1,"name":"etl",""")]
    [InlineData("project/119/jobs?filter_by=latest_execution_state:failed&sort_by=submissiontime:desc", 200, ""","count":0}""")]
    [InlineData("project/119/jobs?filter_by=latest_execution_state:running", 500, "")]
    [InlineData("project/120/jobs", 403, "\"errorCode\":160000")]
    [InlineData("project/121/serving", 404, "\"errorCode\":150004")]
    [InlineData("users", 404, "\"errorCode\":120004")]
    public async Task Projects_are_shown_with_the_quirks_of_a_cluster(string path, int status, string text)
    {
        await using var emulated = await StartAsync(EmulatedActivity.Idle);
        emulated.Server.ControlPlane.Set("c1", cluster => cluster with
        {
            Projects = [new() { Deployments = [new("a", "Running"), new("b", "Stopped")],
                Jobs = [new("etl", "RUNNING"), new("once", "FINISHED")] }, new(120) { HasRole = false }],
        });

        var (actual, body) = await ProbeAsync(emulated, path: path);

        Assert.Equal(status, actual);
        Assert.Contains(text, body, StringComparison.Ordinal);
    }

    private static Task<Emulated> StartAsync(EmulatedActivity activity) => Emulated.StartAsync(options => options with
    {
        ClusterApis = true,
        Clusters = [Emulated.C1 with { Activity = activity }, Emulated.C1 with { Id = "c2" }],
    });

    private static async Task<(int Status, string Body)> ProbeAsync(Emulated emulated, string id = "c1",
        string? authorization = "ApiKey emulator.cluster-kEyMaRkEr", string path = "clusterUtilisation/metrics")
    {
        var authority = new Uri(emulated.Server.ControlPlane.Get(id)!.Url).GetLeftPart(UriPartial.Authority);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{authority}/hopsworks-api/api/{path}");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await emulated.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

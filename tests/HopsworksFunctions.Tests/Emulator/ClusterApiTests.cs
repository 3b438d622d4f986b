using System.Text.Json.Nodes;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Emulator;

public sealed class ClusterApiTests
{
    [Theory]
    [InlineData(Activity.Idle, 0, 0)]
    [InlineData(Activity.Busy, 1, 8192)]
    public async Task Metrics_show_the_activity(Activity activity, int appsRunning, int allocatedMB)
    {
        await using var emulated = await StartAsync(activity);

        var (status, body) = await ProbeAsync(emulated);

        Assert.Equal(200, status);
        var json = JsonNode.Parse(body)!;
        Assert.Equal((appsRunning, allocatedMB, 0), ((int)json["clusterMetrics"]!["appsRunning"]!, (int)json["clusterMetrics"]!["allocatedMB"]!, (int)json["deploying"]!));
    }

    [Fact]
    public async Task Metrics_can_be_scripted_per_cluster()
    {
        await using var emulated = await StartAsync(Activity.Idle);
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
        await using var emulated = await StartAsync(Activity.Idle);

        var (status, body) = await ProbeAsync(emulated, authorization: authorization);

        Assert.Equal((401, errorCode), (status, (int)JsonNode.Parse(body)!["errorCode"]!));
    }

    [Theory]
    [InlineData(403, 320004)]
    [InlineData(500, 100056)]
    public async Task Its_errors_are_those_of_a_cluster(int status, int errorCode)
    {
        await using var emulated = await StartAsync(Activity.Idle);
        emulated.Server.Faults.Add(Fault.Gateway(status) with { Operation = Operation.Probe });

        var (actual, body) = await ProbeAsync(emulated);

        Assert.Equal((status, errorCode), (actual, (int)JsonNode.Parse(body)!["errorCode"]!));
    }

    [Theory]
    [InlineData("running", Activity.Unreachable)]
    [InlineData("stopped", Activity.Idle)]
    public async Task What_is_unreachable_or_does_not_run_answers_nothing(string state, Activity activity)
    {
        await using var emulated = await StartAsync(activity);
        emulated.Server.ControlPlane.Set("c1", cluster => cluster with { State = state });

        await Assert.ThrowsAsync<HttpRequestException>(() => ProbeAsync(emulated));
    }

    private static Task<Emulated> StartAsync(Activity activity) => Emulated.StartAsync(options => options with
    {
        ClusterApis = true,
        Clusters = [Emulated.C1 with { Activity = activity }, Emulated.C1 with { Id = "c2" }],
    });

    private static async Task<(int Status, string Body)> ProbeAsync(Emulated emulated, string id = "c1", string? authorization = "ApiKey emulator.cluster-kEyMaRkEr")
    {
        var authority = new Uri(emulated.Server.ControlPlane.Get(id)!.Url).GetLeftPart(UriPartial.Authority);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{authority}/hopsworks-api/api/clusterUtilisation/metrics");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await emulated.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>GET actions</c> and <c>GET runs</c> of the app itself, started by <c>run</c> in an empty folder.</summary>
public sealed class HistoryRequestTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("history-");
    private readonly HttpClient _client = new();
    private Process? _process;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_what_a_run_did_page_by_page_and_refuses_what_it_does_not_understand()
    {
        var health = await StartAsync();
        using var ran = await _client.PostAsync(To(health, "reconcile"), null, Stop);
        Assert.Equal(HttpStatusCode.OK, ran.StatusCode);

        var all = (await GetAsync(To(health, "actions"))).Json["actions"]!.AsArray();
        Assert.Contains(all, a => ((string?)a!["kind"], (string?)a["step"]) is ("stop", "intent"));
        Assert.Contains(all, a => ((string?)a!["kind"], (string?)a["step"]) is ("start", "accepted"));
        Assert.EndsWith("Z", (string)all[0]!["at"]!, StringComparison.Ordinal);

        var cluster = (string)all[0]!["clusterId"]!;
        var first = (await GetAsync(To(health, "actions", $"cluster={cluster}&from=2020-01-01&limit=1"))).Json;
        Assert.Equal(all[0]!.ToJsonString(), Assert.Single(first["actions"]!.AsArray())!.ToJsonString());
        Assert.DoesNotContain("code=", (string)first["next"]!, StringComparison.Ordinal);
        var second = (await GetAsync(new Uri(health, $"{first["next"]}&{health.Query[1..]}"))).Json;
        Assert.Equal((cluster, "intent"), ((string?)second["actions"]![0]!["clusterId"], (string?)second["actions"]![0]!["step"]));
        Assert.Null(second["next"]);

        var run = Assert.Single((await GetAsync(To(health, "runs", "limit=5"))).Json["runs"]!.AsArray())!;
        Assert.Equal(("ok", "HTTP", 16), ((string?)run["outcome"], (string?)run["trigger"], (int)run["counts"]!["clusters"]!));

        foreach (var (function, query, parameter) in Wrong)
        {
            var (status, problem) = await GetAsync(To(health, function, query));
            Assert.Equal((HttpStatusCode.BadRequest, "urn:hopsworks-functions:problem:bad-query"), (status, (string?)problem["type"]));
            Assert.StartsWith($"The query parameter '{parameter}' must be ", (string)problem["detail"]!, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Function, string Query, string Parameter)> Wrong =>
    [
        ("actions", "from=yesterday", "from"),
        ("actions", "to=2026-06-01T20:00", "to"),
        ("actions", "from=2026-06-02&to=2026-06-01", "to"),
        ("actions", "limit=0", "limit"),
        ("actions", "limit=1001", "limit"),
        ("actions", "cluster=a&cluster=b", "cluster"),
        ("actions", "after=x", "after"),
        ("runs", "limit=101", "limit"),
        ("runs", "limit=-1", "limit"),
    ];

    private async Task<Uri> StartAsync()
    {
        File.Copy(Repository.PathTo("policies.sample.json"), Path.Combine(_folder.FullName, "policies.json"));
        _process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "hopsworks-functions.dll"), "run", "--app", Bicep.Metadata("FunctionApp"), "--port", "0"])
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, Environment = { ["ReconcileSchedule"] = "0 0 0 29 2 *" },
        })!;
        while (await _process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.Split(' ').FirstOrDefault(w => w.Contains("/api/health", StringComparison.Ordinal)) is { } address)
                return new(address);
        }
        throw new InvalidOperationException("The app ended before it gave its address.");
    }

    private static Uri To(Uri health, string function, string query = "") => new(health, $"/api/{function}?{query}&{health.Query[1..]}");

    private async Task<(HttpStatusCode Status, JsonNode Json)> GetAsync(Uri address)
    {
        using var answer = await _client.GetAsync(address, Stop);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
        _folder.Delete(recursive: true);
    }
}

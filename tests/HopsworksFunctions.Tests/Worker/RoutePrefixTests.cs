using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Tests.Worker;

public sealed class RoutePrefixTests : IDisposable
{
    private readonly string _appRoot = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_appRoot, recursive: true);

    [Theory]
    [InlineData("""{ "version": "2.0" }""", "api")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "v1/" } } }""", "v1")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } }, /* none */ }""", "")]
    public void Is_read_from_the_host_json_of_the_app(string hostJson, string prefix)
    {
        WriteHostJson(hostJson);
        Assert.Equal(prefix, RoutePrefix.Read(_appRoot));
    }

    [Fact]
    public void Is_api_without_a_host_json() => Assert.Equal("api", RoutePrefix.Read(_appRoot));

    [Fact]
    public void Names_a_host_json_that_cannot_be_read()
    {
        WriteHostJson("{");
        var refused = Assert.Throws<InvalidOperationException>(() => RoutePrefix.Read(_appRoot));
        Assert.Contains(Path.Combine(_appRoot, "host.json"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_before_every_route()
    {
        WriteHostJson("""{ "extensions": { "http": { "routePrefix": "v1" } } }""");
        await using var app = await WorkerApp.StartAsync(builder => builder.Configuration["FUNCTIONS_APP_ROOT_PATH"] = _appRoot);
        Assert.Equal("GET", await app.Client.GetStringAsync("/v1/byname", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task May_not_be_empty_where_a_route_is_a_timer_s_name()
    {
        WriteHostJson("""{ "extensions": { "http": { "routePrefix": "" } } }""");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => WorkerApp.StartAsync(builder => builder.Configuration["FUNCTIONS_APP_ROOT_PATH"] = _appRoot));
        Assert.Contains("HttpFunctions.PostRecord is /record, where the host invokes HopsworksFunctions.Tests.Worker.TimerFunctions.Record", refused.Message, StringComparison.Ordinal);
    }

    private void WriteHostJson(string json) => File.WriteAllText(Path.Combine(_appRoot, "host.json"), json);
}

using HopsworksFunctions.Cli;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class FunctionAppTests : LocalHostTests
{
    [Fact]
    public void Reads_functions_with_the_defaults_of_the_host()
    {
        App.WithHostJson($$"""{ /* minimal */ "customHandler": { "description": { "defaultExecutablePath": "{{FixtureApp.Executable}}" }, "enableForwardingHttpRequest": true }, }""");
        App.WithFunction("Bare", """{ "bindings": [{ "type": "httpTrigger", "direction": "in", "name": "req" }, { "type": "http", "direction": "out", "name": "res" }] }""");
        App.WithFunction("Off", """{ "disabled": true, "bindings": [] }""");

        var app = FunctionApp.Read(App.Folder);

        Assert.Equal(("api", TimeSpan.FromMinutes(30)), (app.RoutePrefix, app.Timeout));
        var bare = Assert.IsType<HttpTrigger>(app.Functions.Single(function => function.Name == "Bare").Trigger);
        Assert.Equal(("Bare", AuthLevel.Function, 0), (bare.Route, bare.AuthLevel, bare.Methods.Count));
        Assert.DoesNotContain(app.Functions, function => function.Name == "Off");
    }

    [Theory]
    [InlineData("{ }", "customHandler")]
    [InlineData("""{ "customHandler": { "description": { "defaultExecutablePath": "app" } } }""", "enableForwardingHttpRequest")]
    [InlineData("""{ "customHandler": { "description": { "defaultExecutablePath": "missing" }, "enableForwardingHttpRequest": true } }""", "does not exist")]
    [InlineData("""{ "customHandler": { "description": { "defaultExecutablePath": "." }, "enableForwardingHttpRequest": true } }""", "does not exist")]
    [InlineData("{\n  \"customHandler\": oops }", "host.json(2,20)")]
    public void Refuses_a_host_json_that_it_cannot_run(string json, string message) =>
        Refused(App.WithHostJson(json), message);

    [Fact]
    public void Refuses_a_folder_without_an_app()
    {
        File.Delete(Path.Combine(App.Folder, "host.json"));

        Refused(App, "no host.json");
    }

    [Fact]
    public void Refuses_a_trigger_that_it_cannot_fire() =>
        Refused(App.WithFunction("Q", """{ "bindings": [{ "type": "queueTrigger", "direction": "in", "name": "item" }] }"""), "Q/function.json");

    [Fact]
    public async Task Refuses_a_file_that_cannot_be_executed()
    {
        await File.WriteAllTextAsync(Path.Combine(App.Folder, "app"), "", Cancel);
        App.WithHostJson("""{ "customHandler": { "description": { "defaultExecutablePath": "app" }, "enableForwardingHttpRequest": true } }""");

        var e = await Assert.ThrowsAsync<CliException>(App.StartAsync);

        Assert.Contains("cannot be started", e.Message, StringComparison.Ordinal);
    }

    private static void Refused(FixtureApp app, string message) =>
        Assert.Contains(message, Assert.Throws<CliException>(() => FunctionApp.Read(app.Folder)).Message, StringComparison.Ordinal);
}

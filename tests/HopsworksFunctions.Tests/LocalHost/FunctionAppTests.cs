using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class FunctionAppTests : LocalHostTests
{
    [Fact]
    public void Reads_functions_with_the_defaults_of_the_host()
    {
        App.WithHostJson("{ /* minimal */ }").WithTimer("Timer");
        App.With("Bare", """{ "type": "httpTrigger", "direction": "In", "name": "request" }""");

        var app = FunctionApp.Read(App.Folder);

        Assert.Equal(("api", TimeSpan.FromMinutes(30)), (app.RoutePrefix, app.Timeout));
        var bare = Assert.IsType<HttpTrigger>(app.Functions.Single(function => function.Name == "Bare").Trigger);
        Assert.Equal(("Bare", AuthLevel.Function, 0), (bare.Route, bare.AuthLevel, bare.Methods.Count));
        var timer = Assert.IsType<TimerTrigger>(app.Functions.Single(function => function.Name == "Timer").Trigger);
        Assert.Equal((true, false), (timer.UseMonitor, timer.RunOnStartup));
        Assert.Equal((16, 5, TimeSpan.FromMinutes(1)), (app.Queues.BatchSize, app.Queues.MaxDequeueCount, app.Queues.MaxPollingInterval));
    }

    [Theory]
    [InlineData("host.json")]
    [InlineData("worker.config.json")]
    [InlineData("functions.metadata")]
    [InlineData(".azurefunctions")]
    public void Says_what_to_do_where_the_build_left_nothing(string missing)
    {
        var path = Path.Combine(App.Folder, missing);
        if (Directory.Exists(path))
            Directory.Delete(path);
        else
            File.Delete(path);

        Refused($"{missing}", ". Build the app first, or use --app DIR.");
    }

    [Theory]
    [InlineData("host.json", "{\n  \"functionTimeout\": oops }", "host.json(2,22)")]
    [InlineData("host.json", """{ "functionTimeout": "ten" }""", "functionTimeout 'ten' is not a duration such as 00:10:00.")]
    [InlineData(
        "host.json", """{ "extensions": { "queues": { "batchSize": 33 } } }""", "extensions.queues: batchSize 33 must be from 1 to 32.")]
    [InlineData(
        "host.json", """{ "extensions": { "queues": { "maxPollingInterval": "soon" } } }""", "host.json(1,")]
    [InlineData("worker.config.json", "{ }", "worker.config.json does not say what to start")]
    [InlineData(
        "worker.config.json", """{ "description": { "defaultExecutablePath": "x", "defaultWorkerPath": "A.dll" } }""", "has no A.dll")]
    [InlineData("functions.metadata", "[", "functions.metadata(1,2)")]
    public void Refuses_files_that_it_cannot_use(string file, string text, string message)
    {
        File.WriteAllText(Path.Combine(App.Folder, file), text);

        Refused(message);
    }

    [Theory]
    [InlineData("""{ "name": "X" }""", "Function X: functions.metadata gives it no trigger; build the function app anew.")]
    [InlineData("""{ "name": "X", "bindings": [] }""", "Function X: functions.metadata gives it no trigger; build the function app anew.")]
    [InlineData(
        """{ "name": "X", "bindings": [{ "name": "t", "type": "timerTrigger" }] }""",
        "Function X: functions.metadata gives its timer no schedule; build the function app anew.")]
    public void Refuses_a_function_that_nothing_fires(string function, string message)
    {
        File.WriteAllText(Path.Combine(App.Folder, "functions.metadata"), $"[null, {function}]");

        Refused(message);
    }

    [Theory]
    [InlineData(
        """{ "type": "blobTrigger", "direction": "In", "name": "item" }""",
        "Function Q: the local host fires timerTrigger, httpTrigger and queueTrigger, not blobTrigger.")]
    [InlineData(
        """{ "type": "queueTrigger", "direction": "In", "name": "item" }""",
        "Function Q: functions.metadata gives its trigger no queue; build the function app anew.")]
    [InlineData(
        """{ "type": "queueTrigger", "name": "item", "queueName": "q", "properties": { "supportsDeferredBinding": "True" } }""",
        "Function Q: the local host hands a queue message over as text or JSON; take it as a string or a type of yours.")]
    public void Refuses_a_trigger_that_it_cannot_fire(string binding, string message)
    {
        App.With("Q", binding);

        Refused(message);
    }

    [Fact]
    public async Task Refuses_an_executable_that_is_not_there()
    {
        App.WithWorker("FunctionsFixture.dll", executable: "no-such-program");

        var e = await Assert.ThrowsAsync<CliException>(App.StartAsync);

        Assert.StartsWith("Cannot start no-such-program: ", e.Message, StringComparison.Ordinal);
    }

    private void Refused(params string[] parts)
    {
        var message = Assert.Throws<CliException>(() => FunctionApp.Read(App.Folder)).Message;

        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }
}

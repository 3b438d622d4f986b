using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.LocalHost.Protocol;

namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>The messages on the wire, and workers that do not do their part.</summary>
public sealed class ProtocolTests : LocalHostTests
{
    [Fact]
    public async Task Says_what_the_Functions_host_says_in_its_order()
    {
        var host = await App.WithFake("good").StartAsync();
        await host.InvokeTimerAsync("Ok", Cancel);
        await host.DisposeAsync();

        var messages = Received();
        Assert.Equal(
            ["workerInitRequest", "functionsMetadataRequest", "functionLoadRequest", "invocationRequest", "workerTerminate"],
            messages.Select(message => message.Single().Key));
        Assert.Equal(App.Folder, (string?)messages[0]["workerInitRequest"]!["functionAppDirectory"]);
        Assert.Equal("id of Ok", Text(messages[2], "functionLoadRequest", "functionId"));
        Assert.Equal("id of Ok", Text(messages[2], "functionLoadRequest", "metadata", "properties", "FunctionId"));
        Assert.Equal("5s", Text(messages[4], "workerTerminate", "gracePeriod"));
    }

    [Fact]
    public async Task Invokes_a_timer_with_the_data_of_the_Functions_host()
    {
        var host = await App.WithFake("good").WithTimer("Other", "0 */5 * * * *").StartAsync();

        await host.InvokeTimerAsync("Other", Cancel);

        await App.HasSaidAsync("invocationRequest");
        var invocation = Assert.Single(Received(), message => message.ContainsKey("invocationRequest"))["invocationRequest"]!;
        Assert.True(Guid.TryParse((string?)invocation["invocationId"], out _));
        Assert.Equal("id of Other", (string?)invocation["functionId"]);
        // The worker throws without a trace context.
        Assert.NotNull(invocation["traceContext"]);
        Assert.Equal("11/22/2026 22:02:30", (string?)invocation["triggerMetadata"]!["TimerTrigger"]!["string"]);
        Assert.Equal("timer", (string?)invocation["inputData"]![0]!["name"]);
        var timer = JsonNode.Parse((string)invocation["inputData"]![0]!["data"]!["json"]!);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    {
                      "Schedule": { "AdjustForDST": true },
                      "ScheduleStatus": {
                        "Last": "0001-01-01T00:00:00+00:00", "Next": "2026-11-22T22:05:00+00:00", "LastUpdated": "0001-01-01T00:00:00+00:00"
                      },
                      "IsPastDue": false
                    }
                    """),
                timer),
            $"{timer}");
    }

    [Fact]
    public async Task Shows_what_functions_log_and_not_what_the_system_says_of_itself()
    {
        var host = await App.WithFake("good").StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);

        await App.HasSaidAsync("warn  Where: a line of the worker");
        Assert.DoesNotContain("of no interest", App.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("never connects", "did not connect to the host within 1 s")]
    [InlineData("fails at FunctionsMetadataRequest", "the worker cannot tell its functions: System.Exception: It is fake.")]
    [InlineData("fails at WorkerInitRequest", "the worker refused to begin: System.Exception: It is fake.")]
    [InlineData("fails at FunctionLoadRequest", "the worker cannot load Ok: System.Exception: It is fake.")]
    [InlineData("knows nothing", "the worker has no function Ok, which functions.metadata names; build the app anew")]
    [InlineData("dies at WorkerInitRequest", "the function app ended with exit code 3 before it was ready")]
    [InlineData("dies at FunctionLoadRequest", "the function app ended with exit code 3 before it was ready")]
    [InlineData("is silent at WorkerInitRequest", "the worker did not answer with WorkerInitResponse within 10 s")]
    public async Task A_worker_that_does_not_get_ready_ends_the_start_with_the_reason(string mode, string why)
    {
        if (why.EndsWith("within 1 s", StringComparison.Ordinal))
            App.ConnectTimeout = TimeSpan.FromSeconds(1);
        App.WithFake(mode);

        var e = await Assert.ThrowsAsync<InvocationFailedException>(App.StartAsync);

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_was_not_started_here_is_turned_away()
    {
        App.ConnectTimeout = TimeSpan.FromSeconds(8);
        App.WithFake("is another");
        var starting = App.StartAsync();

        await App.HasSaidAsync("turned away");

        await Assert.ThrowsAsync<InvocationFailedException>(() => starting);
    }

    [Fact]
    public async Task A_worker_that_answers_late_is_waited_for()
    {
        var host = await App.WithFake("is late at WorkerInitRequest").StartAsync();

        await host.InvokeTimerAsync("Ok", Cancel);
    }

    [Fact]
    public async Task A_worker_that_hangs_up_and_lives_on_is_killed_and_followed_by_another()
    {
        var host = await App.WithFake("hangs up at InvocationRequest").StartAsync();
        var first = host.ChildProcessId;

        await Assert.ThrowsAsync<InvocationFailedException>(() => host.InvokeTimerAsync("Ok", Cancel));

        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
        Assert.False(IsAlive(first));
    }

    [Fact]
    public async Task A_failed_invocation_fails_with_its_reason()
    {
        var host = await App.WithFake("fails at InvocationRequest").StartAsync();

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => host.InvokeTimerAsync("Ok", Cancel));

        Assert.Equal("System.Exception: It is fake.", e.Message);
    }

    [Fact]
    public async Task A_worker_that_dies_fails_its_invocation_and_is_followed_by_another()
    {
        var host = await App.WithFake("dies at InvocationRequest").StartAsync();
        var first = host.ChildProcessId;

        var e = await Assert.ThrowsAsync<InvocationFailedException>(() => host.InvokeTimerAsync("Ok", Cancel));

        Assert.Equal("the app stopped before it answered (exit code 3)", e.Message);
        await Eventually.IsTrueAsync(() => host.ChildProcessId != first, "a new process");
    }

    [Fact]
    public async Task An_invocation_that_is_never_answered_ends_with_the_host()
    {
        var host = await App.WithFake("is silent at InvocationRequest").StartAsync();
        var run = host.InvokeTimerAsync("Ok", Cancel);
        await App.HasSaidAsync("invocationRequest");

        await host.DisposeAsync();

        await Assert.ThrowsAsync<InvocationFailedException>(() => run);
        Assert.Contains("invocationCancel", App.Output.ToString(), StringComparison.Ordinal);
    }

    // The descriptor inside Microsoft.Azure.Functions.Worker.Grpc defines the official protocol.
    [Fact]
    public void The_protocol_is_a_part_of_the_workers_own()
    {
        var worker = System.Reflection.Assembly.LoadFrom(Path.Combine(FixtureApp.Built, "Microsoft.Azure.Functions.Worker.Grpc.dll"));
        var reflection = worker.GetType("Microsoft.Azure.Functions.Worker.Grpc.Messages.FunctionRpcReflection", throwOnError: true)!;
        var official = (FileDescriptor)reflection.GetProperty("Descriptor")!.GetValue(null)!;

        var ours = FunctionsRpcReflection.Descriptor;

        Assert.Equal((official.Package, official.Services[0].FullName), (ours.Package, ours.Services[0].FullName));
        Assert.Equal(official.Services[0].Methods.Select(method => method.Name), ours.Services[0].Methods.Select(method => method.Name));
        Assert.Empty(ours.MessageTypes.SelectMany(Members).Except(official.MessageTypes.SelectMany(Members)));
    }

    private static IEnumerable<string> Members(MessageDescriptor message) =>
    [
        .. message.Fields.InFieldNumberOrder().Select(field =>
            $"{message.Name}.{field.Name} {field.FieldNumber} {field.FieldType} {field.IsRepeated} {field.IsMap} "
            + field.ContainingOneof?.Name),
        .. message.EnumTypes.SelectMany(type => type.Values.Select(value => $"{type.FullName}.{value.Name} {value.Number}")),
        .. message.NestedTypes.SelectMany(Members),
    ];

    private IReadOnlyList<JsonObject> Received() =>
        [.. App.Output.ToString().Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!.AsObject())];

    private static string? Text(JsonNode? node, params string[] path) => (string?)path.Aggregate(node, (at, name) => at?[name]);
}

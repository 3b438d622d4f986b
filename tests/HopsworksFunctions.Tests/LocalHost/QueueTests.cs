using Azure.Storage.Queues;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Tests.State;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class QueueTests(AzuriteProcess azurite) : LocalHostTests
{
    private readonly string name = $"messages-{Guid.NewGuid():N}";

    [Fact]
    public async Task Hands_a_message_over_with_what_the_queue_says_of_it_and_deletes_it()
    {
        var queue = await QueueAsync();
        var sent = (await queue.SendMessageAsync("a <word>", Cancel)).Value;

        await (await WithAsync("Take")).StartAsync();

        await App.HasDoneAsync("Take a <word> 1 ");
        Assert.Equal($"Take a <word> 1 {sent.MessageId} {sent.InsertionTime:O}", Assert.Single(App.Journal));
        await IsEmptyAsync(queue);
    }

    [Fact]
    public async Task Hears_of_a_message_that_comes_later()
    {
        var queue = await QueueAsync();
        await (await WithAsync("Take")).StartAsync();
        await queue.SendMessageAsync("""{"a":1}""", Cancel);

        await App.PassUntilAsync(() => App.Journal.Count > 0, "the message is taken");

        Assert.StartsWith("""Take {"a":1} 1 """, Assert.Single(App.Journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_fails_as_often_as_it_may_goes_to_the_poison_queue()
    {
        var (queue, poison) = (await QueueAsync(), await azurite.QueueAsync($"{name}-poison"));
        await queue.SendMessageAsync("bad", Cancel);

        await (await WithAsync("Reject", """ "maxDequeueCount": 2 """)).StartAsync();

        await App.PassUntilAsync(() => App.Journal.Count == 2, "it has failed twice");
        await Eventually.IsTrueAsync(async () => await PeekAsync(poison) == "bad", "it is in the poison queue");
        await IsEmptyAsync(queue);
        Assert.Equal(["Reject bad 1", "Reject bad 2"], App.Journal);
        await Eventually.IsTrueAsync(
            () => App.Logs.GetSnapshot().Any(log => log.Message
                == $"Reject has failed for a message as often as it may (2): moved to the queue {name}-poison"),
            "the log says so");
    }

    [Fact]
    public async Task Not_more_run_at_once_than_a_batch_and_the_threshold()
    {
        var queue = await QueueAsync();
        for (var i = 0; i < 8; i++)
            await queue.SendMessageAsync($"{i}", Cancel);

        var host = await (await WithAsync("Linger", """ "batchSize": 2, "newBatchThreshold": 2 """)).StartAsync();

        await App.HasDoneAsync("Linger begins", 4);
        App.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(4, (await queue.PeekMessagesAsync(8, Cancel)).Value.Length);
        (await ClientOf(host).PostAsync("api/release", null, Cancel)).Dispose();
        await App.PassUntilAsync(() => App.Journal.Count(line => line == "Linger ends") == 8, "all have run");
        await IsEmptyAsync(queue);
    }

    [Fact]
    public async Task A_message_stays_hidden_for_as_long_as_its_function_runs()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("long", Cancel);
        var message = (await queue.ReceiveMessageAsync(HeldMessage.Hidden, Cancel)).Value;
        await using var held = new HeldMessage(queue, message, App.Time);

        App.Time.Advance(HeldMessage.Hidden / 2);
        await Eventually.IsTrueAsync(() => held.Receipt != message.PopReceipt, "it is renewed");

        await queue.DeleteMessageAsync(message.MessageId, held.Receipt, Cancel);
    }

    [Fact]
    public async Task A_disabled_function_polls_nothing()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("left", Cancel);
        App.Settings["AzureWebJobs.Take.Disabled"] = "true";

        var host = await (await WithAsync("Take")).StartAsync();

        Assert.Empty(host.Queues);
        App.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0L, "left"), ((await queue.PeekMessageAsync(Cancel)).Value.DequeueCount, await PeekAsync(queue)));
    }

    [Fact]
    public async Task A_stop_lets_what_runs_finish_and_leaves_the_rest()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("first", Cancel);
        await queue.SendMessageAsync("second", Cancel);
        var host = await (await WithAsync("Linger", """ "batchSize": 1, "newBatchThreshold": 0 """)).StartAsync();
        await App.HasDoneAsync("Linger begins");

        var stopping = host.DisposeAsync().AsTask();
        (await ClientOf(host).PostAsync("api/release", null, Cancel)).Dispose();
        await stopping;

        Assert.Equal(["Linger begins", "Linger ends"], App.Journal.Take(2));
        Assert.Equal("second", await PeekAsync(queue));
    }

    [Fact]
    public async Task What_does_not_finish_when_the_host_stops_is_no_failure_of_its_message()
    {
        var (queue, poison) = (await QueueAsync(), await azurite.QueueAsync($"{name}-poison"));
        await queue.SendMessageAsync("long", Cancel);
        var host = await (await WithAsync("Linger", """ "maxDequeueCount": 1 """)).StartAsync();
        await App.HasDoneAsync("Linger begins");

        var stopping = host.DisposeAsync().AsTask();
        await App.PassUntilAsync(() => stopping.IsCompleted, "the host has stopped");

        Assert.Contains("Linger has recorded it", App.Journal);
        Assert.Equal("long", await PeekAsync(queue));
        Assert.False(await poison.ExistsAsync(Cancel));
    }

    [Fact]
    public async Task A_queue_that_is_missing_is_one_sentence_until_it_is_there()
    {
        await (await WithAsync("Take")).WithTimer("Ok", "0 * * * * *").StartAsync();

        await App.PassUntilAsync(() => App.Journal.Count(line => line.StartsWith("Ok", StringComparison.Ordinal)) > 1, "the timer goes on");
        var queue = await QueueAsync();
        await queue.SendMessageAsync("late", Cancel);
        await App.PassUntilAsync(() => App.Journal.Any(line => line.StartsWith("Take late", StringComparison.Ordinal)), "it is heard");

        Assert.Single(App.Logs.GetSnapshot(), log => log.Message == $"Take gets no messages now: The queue '{name}' does not exist. "
            + "Create it in the storage account; infra/main.bicep does where the parameter 'accounts' is set.");
    }

    [Theory]
    [InlineData(null, null, "is not set, so it gets no messages. Set Messages__queueServiceUri, or Messages to a connection string.")]
    [InlineData("Messages", "AccountKey=secret", "is neither a connection string nor has an https address")]
    [InlineData("Messages__queueServiceUri", "here", "is neither a connection string nor has an https address")]
    public async Task A_connection_that_is_not_set_is_one_sentence(string? setting, string? value, string problem)
    {
        if (setting is not null)
            App.Settings[setting] = value!;

        var host = await App.WithQueue("Take", name).WithTimer("Ok").StartAsync();

        Assert.Empty(host.Queues);
        await host.InvokeTimerAsync("Ok", Cancel);
        Assert.Contains(problem, Assert.Single(App.Logs.GetSnapshot(), log => log.Category == "Queue").Message, StringComparison.Ordinal);
    }

    private async Task<FixtureApp> WithAsync(string function, string options = """ "maxPollingInterval": "00:00:05" """)
    {
        App.Settings["Messages"] = await azurite.ConnectionStringAsync();
        App.WithHostJson($$"""{ "version": "2.0", "functionTimeout": "01:00:00", "extensions": { "queues": { {{options}} } } }""");
        return App.WithQueue(function, name);
    }

    private async Task<QueueClient> QueueAsync()
    {
        var queue = await azurite.QueueAsync(name);
        await queue.CreateAsync(cancellationToken: Cancel);
        return queue;
    }

    private static async Task<string?> PeekAsync(QueueClient queue) =>
        await queue.ExistsAsync(Cancel) && (await queue.PeekMessageAsync(Cancel)).Value is { } message ? message.Body.ToString() : null;

    // The count includes hidden messages.
    private static Task IsEmptyAsync(QueueClient queue) => Eventually.IsTrueAsync(
        async () => (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0, "the queue is empty");
}
